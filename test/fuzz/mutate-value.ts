import type { Dice } from '../simulation/dice.ts';

/** Values that programs trip over, as JSON text: some are no JSON at all. */
const NASTY = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e999',
  '1E-999',
  '9007199254740993',
  '0123',
  '.5',
  'NaN',
  '[]',
  '{}',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\ufeff"',
  '"../../etc/passwd"',
  `"'; DROP TABLE event_inbox; --"`,
  '"<script>alert(1)</script>"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"hasOwnProperty":2,"then":3}',
  '{"a":1,"a":2}',
  '[1,]',
  "{'a':1}",
  '"a\nb"',
  '/* */1',
  `${'['.repeat(70)}${']'.repeat(70)}`,
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  `"${'x'.repeat(20_000)}"`,
  '"2026-02-30T25:61:61Z"',
  '"system"',
] as const;

/**
 * A value as JSON text in which up to three places are something else: another value, gone, twice, or under another name.
 * @returns text that need not be JSON any more
 */
export function mutateJson(value: unknown, dice: Dice): string {
  const text = JSON.stringify(value);
  let mutated = text;
  for (let i = dice.pick([0, 1, 1, 1, 2, 3]); i > 0; i -= 1) mutated = mutateText(mutated, dice);
  return mutated;
}

function mutateText(text: string, dice: Dice): string {
  // Places where a value begins; a comma or colon inside a string is as good a place to break something.
  const places = [...text.matchAll(/(?<=[:,[])(?:"(?:[^"\\]|\\.)*"|[a-z0-9.+-]+)/gi)];
  if (!places.length) return dice.pick(NASTY);
  const place = dice.pick(places);
  const [before, after] = [text.slice(0, place.index), text.slice(place.index + place[0].length)];
  return dice.pick([
    () => before + dice.pick(NASTY) + after,
    () => before + after,
    () => `${before}${place[0]},${place[0]}${after}`,
    () => `${before}{"nested":${place[0]}}${after}`,
    () => text.replace(/"(event_id|source|type|workspace_id|data|role|content)"/, '"$1":1,"$1"'),
    () => text.replace(/"(event_id|source|type|workspace_id|data|messages|role)":/, '"__proto__":'),
    () => `${text}${dice.pick(NASTY)}`,
    () => dice.pick(NASTY),
  ])();
}

/** Bytes with some of them flipped, cut, repeated or replaced. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  if (!bytes.length) return Buffer.from([dice.between(0, 255)]);
  const at = dice.between(0, bytes.length - 1);
  const end = Math.min(bytes.length, at + dice.between(1, 40));
  return dice.pick([
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([dice.between(0, 255)]), bytes.subarray(at + 1)]),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0x00, 0xc0, 0x80]), bytes.subarray(at)]),
  ])();
}
