import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECURITY_HEADERS } from './headers.ts';
import { parseSecurityHeaders } from './security-headers.ts';
import vectors from './vectors.json' with { type: 'json' };

const parse = (headers: Record<string, string | undefined>) => parseSecurityHeaders((name) => headers[name]);

describe('malformed', () => {
  test.each(vectors.malformedHeaders)('1.3.3 $name: $error', ({ headers, error, header }) => {
    expect(parse(headers)).toEqual({ ok: false, error, header });
  });
});

describe('well-formed', () => {
  test.each(vectors.wellFormedHeaders)('$name', ({ headers, ...expected }) => {
    const parsed = parse(headers);
    if (!parsed.ok) throw new Error(`${parsed.error}: ${parsed.header}`);

    const { key, timestampSec, bodySignatures, standard } = parsed.headers;
    expect({ key, timestampSec, bodySignatures: bodySignatures.length }).toEqual({
      key: expected.key,
      timestampSec: expected.timestampSec,
      bodySignatures: expected.bodySignatures,
    });
    expect(standard?.id ?? null).toBe(expected.standardId);
    expect(standard?.signatures.length ?? 0).toBe(expected.standardSignatures);
  });
});

test('reads a real Headers object, whatever the case of its names', () => {
  const { headers } = vectors.wellFormedHeaders[0]!;
  const upper = new Headers(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  expect(parseSecurityHeaders((name) => upper.get(name)).ok).toBe(true);
});

test('never throws and never lets anything through that has no signature', () => {
  const someHeaders = fc.record(
    Object.fromEntries(SECURITY_HEADERS.map((name) => [name, fc.string({ unit: 'binary' })])),
    {
      requiredKeys: [],
    },
  );
  fc.assert(
    fc.property(someHeaders, (headers) => {
      expect(parse(headers).ok).toBe(false);
    }),
  );
});
