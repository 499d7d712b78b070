import { describe, expect, test } from 'vitest';
import { fromHex, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { importSigningKeys } from '../../lib/protocol/secret.ts';
import { parseSecurityHeaders, type SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import vectors from '../../lib/protocol/vectors.json' with { type: 'json' };
import { toHmacKeys } from './hmac-keys.ts';
import { isWithinTolerance, verifyIw } from './iw.ts';

const keysOf = (secrets: readonly string[]) =>
  secrets.map((secret) => toHmacKeys(secret, secret)).filter((keys) => keys !== null);

function parse(headers: Record<string, string | undefined>): SecurityHeaders {
  const parsed = parseSecurityHeaders((name) => headers[name]);
  if (!parsed.ok) throw new Error(`${parsed.error}: ${parsed.header}`);
  return parsed.headers;
}

describe('known requests', () => {
  // A body comes out of a socket as a Buffer, often a view into a larger pool.
  test.each(vectors.requests)('$outcome: $name', ({ secrets, headers, bodyHex, outcome }) => {
    const verified = verifyIw(parse(headers), Buffer.from(bodyHex, 'hex'), keysOf(secrets));
    expect(verified?.proof ?? 'refused').toBe(outcome);
    expect(verifyIw(parse(headers), fromHex(bodyHex), keysOf(secrets))).toEqual(verified);
  });
});

test('tells which key it was', async () => {
  const secrets = ['an old secret of the workspace', 'a new secret of the workspace'];
  const keys = await importSigningKeys(secrets[0]!);
  const signed = await signRequest(keys!, { id: 'evt_1', timestampSec: 1_795_253_400, body: utf8Bytes('{}') });
  const { 'x-iw-signature': _signature, ...standard } = signed;
  const verify = (headers: Record<string, string>) => verifyIw(parse(headers), utf8Bytes('{}'), keysOf(secrets));
  expect(verify(signed)).toEqual({ scheme: 'iw', proof: 'strong', keyId: secrets[0] });
  expect(verify(standard)).toEqual({ scheme: 'standard', proof: 'strong', keyId: secrets[0] });
});

test('every single flipped bit of a body is noticed', async () => {
  const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
  const body = utf8Bytes('{"a":"ü"}');
  const keys = await importSigningKeys(secret);
  const headers = parse(await signRequest(keys!, { id: 'evt_1', timestampSec: 1_795_253_400, body }));

  for (let bit = 0; bit < body.length * 8; bit++) {
    const changed = body.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(verifyIw(headers, changed, keysOf([secret]))).toBeNull();
  }
});

test('headers without any signature verify nothing', () => {
  const none: SecurityHeaders = { key: 'evt_1', timestampSec: 1_795_253_400, bodySignatures: [], standard: null };
  expect(verifyIw(none, utf8Bytes('{}'), keysOf(['a secret of sixteen']))).toBeNull();
});

test.each(['', 'whsec_', 'whsec_not base64'])('%j is no key', (secret) => {
  expect(toHmacKeys('key', secret)).toBeNull();
});

test.each([
  { nowSec: 1000, within: true, clock: 'the same' },
  { nowSec: 1300, within: true, clock: 'ahead by just the tolerance' },
  { nowSec: 1301, within: false, clock: 'ahead by a second more' },
  { nowSec: 700, within: true, clock: 'behind by just the tolerance' },
  { nowSec: 699, within: false, clock: 'behind by a second more' },
])('a request of second 1000, clock $clock: $within', ({ nowSec, within }) => {
  expect(isWithinTolerance(1000, nowSec, 300)).toBe(within);
});
