import * as fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { fromHex, utf8Bytes } from './bytes.ts';
import { HEADER } from './headers.ts';
import { importSigningKeys, type SigningKeys } from './secret.ts';
import { parseSecurityHeaders } from './security-headers.ts';
import { signRequest, standardSignedBytes } from './sign.ts';
import vectors from './vectors.json' with { type: 'json' };
import { verifySignatures } from './verify.ts';

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

async function keysOf(secret: string): Promise<SigningKeys> {
  const keys = await importSigningKeys(secret);
  if (!keys) throw new Error('the secret of a test must be one');
  return keys;
}

describe('known answers', () => {
  test.each(vectors.signatures)(
    '$name',
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

test('an attempt later on signs the same body anew and keeps the id', async () => {
  const keys = await keysOf(SECRET);
  const body = utf8Bytes('{}');
  const first = await signRequest(keys, { id: 'evt_1', timestampSec: 1_795_253_400, body });
  const second = await signRequest(keys, { id: 'evt_1', timestampSec: 1_795_253_401, body });

  expect(second[HEADER.iwKey]).toBe(first[HEADER.iwKey]);
  expect(second[HEADER.iwSignature]).toBe(first[HEADER.iwSignature]);
  expect(second[HEADER.webhookSignature]).not.toBe(first[HEADER.webhookSignature]);
});

test('what we sign verifies, whatever secret, id, time and bytes', async () => {
  const secret = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.startsWith('whsec_'));
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/);
  const time = fc.integer({ min: 100_000_000, max: 99_999_999_999 });

  await fc.assert(
    fc.asyncProperty(secret, id, time, fc.uint8Array(), async (...[someSecret, someId, timestampSec, bytes]) => {
      const keys = await keysOf(someSecret);
      const body = new Uint8Array(bytes);
      const signed = await signRequest(keys, { id: someId, timestampSec, body });
      const parsed = parseSecurityHeaders((name) => signed[name]);

      expect(parsed).toMatchObject({ ok: true, headers: { key: someId, timestampSec } });
      if (parsed.ok) expect(await verifySignatures(parsed.headers, body, [keys])).toBe('strong');
    }),
  );
});

/**
 * `svix` hands on to `standardwebhooks` since 2.x, so this is one foreign implementation under two names. Where it is
 * more lenient than we are is pinned down below: a sender that relies on it gets an answer from us that says why.
 */
describe.each([
  { library: 'standardwebhooks', webhook: new StandardWebhook(SECRET) },
  { library: 'svix', webhook: new SvixWebhook(SECRET) },
])('$library', ({ webhook }) => {
  // It verifies against the clock of the machine and cannot be told another.
  const nowSec = () => Math.floor(Date.now() / 1000);
  const texts = ['', '{}', '{"text":"Grüße, 世界 🧠 \\u2028"}', `{"long":"${'ab'.repeat(5000)}"}`];

  test.each(texts)('verifies what we sign: %.30s', async (text) => {
    const headers = await signRequest(await keysOf(SECRET), {
      id: 'evt_1',
      timestampSec: nowSec(),
      body: utf8Bytes(text),
    });

    expect(() => webhook.verify(text, headers)).not.toThrow();
  });

  test.each(texts)('signs what we verify: %.30s', async (text) => {
    const timestampSec = nowSec();
    const parsed = parseSecurityHeaders((name) => theirHeaders(webhook, timestampSec, text)[name]);

    expect(parsed).toMatchObject({ ok: true, headers: { key: 'evt_1', timestampSec, bodySignatures: [] } });
    if (parsed.ok)
      expect(await verifySignatures(parsed.headers, utf8Bytes(text), [await keysOf(SECRET)])).toBe('strong');
  });

  test('refuses what we refuse: a changed body, another id', async () => {
    const headers = await signRequest(await keysOf(SECRET), {
      id: 'evt_1',
      timestampSec: nowSec(),
      body: utf8Bytes('{}'),
    });

    expect(() => webhook.verify('{ }', headers)).toThrow('No matching signature');
    expect(() => webhook.verify('{}', { ...headers, [HEADER.webhookId]: 'evt_2' })).toThrow('No matching signature');
  });

  test('is more lenient with a timestamp that has a tail, and with the characters of an id', async () => {
    const timestampSec = nowSec();
    const tail: Record<string, string> = {
      ...theirHeaders(webhook, timestampSec, '{}'),
      [HEADER.webhookTimestamp]: `${timestampSec}.9 o'clock`,
    };
    expect(() => webhook.verify('{}', tail)).not.toThrow();
    expect(parseSecurityHeaders((name) => tail[name])).toMatchObject({ ok: false, error: 'invalid_timestamp' });

    const dotted = theirHeaders(webhook, timestampSec, '{}', 'evt.1');
    expect(() => webhook.verify('{}', dotted)).not.toThrow();
    expect(parseSecurityHeaders((name) => dotted[name])).toMatchObject({ ok: false, error: 'invalid_header' });
  });

  test('is stricter with base64: a signature without padding is none to it', async () => {
    const signed = theirHeaders(webhook, nowSec(), '{}');
    const unpadded: Record<string, string> = {
      ...signed,
      [HEADER.webhookSignature]: signed[HEADER.webhookSignature]?.replace(/=+$/, '') ?? '',
    };
    expect(() => webhook.verify('{}', unpadded)).toThrow('No matching signature');

    const parsed = parseSecurityHeaders((name) => unpadded[name]);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(await verifySignatures(parsed.headers, utf8Bytes('{}'), [await keysOf(SECRET)])).toBe('strong');
  });
});

function theirHeaders(
  webhook: { sign(id: string, at: Date, text: string): string },
  timestampSec: number,
  ...[text, id = 'evt_1']: [text: string, id?: string]
): Record<string, string> {
  return {
    [HEADER.webhookId]: id,
    [HEADER.webhookTimestamp]: String(timestampSec),
    [HEADER.webhookSignature]: webhook.sign(id, new Date(timestampSec * 1000), text),
  };
}
