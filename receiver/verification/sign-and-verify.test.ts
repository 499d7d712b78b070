import * as fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { HEADER } from '../../lib/protocol/headers.ts';
import { importSigningKeys, type SigningKeys } from '../../lib/protocol/secret.ts';
import { parseSecurityHeaders, type SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import { toHmacKeys } from './hmac-keys.ts';
import { verifyIw } from './iw.ts';

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

async function keysOf(secret: string): Promise<SigningKeys> {
  const keys = await importSigningKeys(secret);
  if (!keys) throw new Error('the secret of a test must be one');
  return keys;
}

function proofOf(headers: SecurityHeaders, body: Bytes, secret = SECRET) {
  const keys = toHmacKeys('key', secret);
  return verifyIw(headers, body, keys ? [keys] : [])?.proof;
}

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
      if (parsed.ok) expect(proofOf(parsed.headers, body, someSecret)).toBe('strong');
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

  test.each(texts)('1.1 verifies what we sign: %.30s', async (text) => {
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
    if (parsed.ok) expect(proofOf(parsed.headers, utf8Bytes(text))).toBe('strong');
  });

  test('1.1 refuses what we refuse: a changed body, another id', async () => {
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
    expect(proofOf(parsed.headers, utf8Bytes('{}'))).toBe('strong');
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
