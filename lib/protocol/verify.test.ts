import { describe, expect, test } from 'vitest';
import { fromHex, utf8Bytes } from './bytes.ts';
import { importSigningKeys } from './secret.ts';
import { parseSecurityHeaders, type SecurityHeaders } from './security-headers.ts';
import { signRequest } from './sign.ts';
import vectors from './vectors.json' with { type: 'json' };
import { isWithinTolerance, verifySignatures } from './verify.ts';

const importAll = async (secrets: readonly string[]) =>
  (await Promise.all(secrets.map(importSigningKeys))).filter((keys) => keys !== null);

describe('known requests', () => {
  test.each(vectors.requests)('$outcome: $name', async ({ secrets, headers, bodyHex, outcome }) => {
    const sent: Record<string, string | undefined> = headers;
    const parsed = parseSecurityHeaders((name) => sent[name]);
    if (!parsed.ok) throw new Error(`${parsed.error}: ${parsed.header}`);

    const strength = await verifySignatures(parsed.headers, fromHex(bodyHex), await importAll(secrets));
    expect(strength ?? 'refused').toBe(outcome);
  });
});

test('every single flipped bit of a body is noticed', async () => {
  const [keys] = await importAll(['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']);
  const body = utf8Bytes('{"a":"ü"}');
  const signed = await signRequest(keys!, { id: 'evt_1', timestampSec: 1_795_253_400, body });
  const parsed = parseSecurityHeaders((name) => signed[name]);
  if (!parsed.ok) throw new Error(parsed.error);

  for (let bit = 0; bit < body.length * 8; bit++) {
    const changed = body.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(await verifySignatures(parsed.headers, changed, [keys!])).toBeNull();
  }
});

test('headers without any signature verify nothing', async () => {
  const none: SecurityHeaders = { key: 'evt_1', timestampSec: 1_795_253_400, bodySignatures: [], standard: null };
  expect(await verifySignatures(none, utf8Bytes('{}'), await importAll(['a secret of sixteen']))).toBeNull();
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
