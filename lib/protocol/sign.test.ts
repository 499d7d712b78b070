import { describe, expect, test } from 'vitest';
import { fromHex, utf8Bytes } from './bytes.ts';
import { HEADER } from './headers.ts';
import { importSigningKeys, type SigningKeys } from './secret.ts';
import { signRequest, standardSignedBytes } from './sign.ts';
import vectors from './vectors.json' with { type: 'json' };

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

async function keysOf(secret: string): Promise<SigningKeys> {
  const keys = await importSigningKeys(secret);
  if (!keys) throw new Error('the secret of a test must be one');
  return keys;
}

describe('known answers', () => {
  test.each(vectors.signatures)(
    '1.1 $name',
    async ({ secret, id, timestampSec, bodyHex, iwSignature, webhookSignature }) => {
      const headers = await signRequest(await keysOf(secret), { id, timestampSec, body: fromHex(bodyHex) });

      expect(headers).toEqual({
        'x-iw-signature': iwSignature,
        'x-iw-timestamp': String(timestampSec),
        'x-iw-idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': String(timestampSec),
        'webhook-signature': webhookSignature,
      });
    },
  );
});

test('signed bytes keep what is not UTF-8 as it is', () => {
  expect([...standardSignedBytes('a', 1, new Uint8Array([0xff, 0x00]))]).toEqual([...utf8Bytes('a.1.'), 0xff, 0x00]);
});

test('1.1 an attempt later on signs the same body anew and keeps the id', async () => {
  const keys = await keysOf(SECRET);
  const body = utf8Bytes('{}');
  const first = await signRequest(keys, { id: 'evt_1', timestampSec: 1_795_253_400, body });
  const second = await signRequest(keys, { id: 'evt_1', timestampSec: 1_795_253_401, body });

  expect(second[HEADER.iwKey]).toBe(first[HEADER.iwKey]);
  expect(second[HEADER.iwSignature]).toBe(first[HEADER.iwSignature]);
  expect(second[HEADER.webhookSignature]).not.toBe(first[HEADER.webhookSignature]);
});
