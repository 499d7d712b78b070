/**
 * React Router's turbo-stream, in which a page carries its data: one flat array in which objects and arrays point at
 * their parts by index. Decoded as data, never evaluated. Format: github.com/jacob-ebey/turbo-stream, seen 2026-10.
 */
const CALL = 'streamController.enqueue("';

/** Everything that the scripts of a page enqueue, decoded; empty when there is nothing or it is not understood. */
export function readTurboStream(scripts: Iterable<Element>): unknown[] {
  const stream = [...scripts].map((script) => enqueuedText(script.textContent ?? '')).join('');
  const values: unknown[] = [];
  const starts: number[] = [];
  for (const line of stream.split('\n')) {
    // The first line is the root, later ones bring what was promised there: `P12:[…]`.
    const part = parse(line.replace(/^[PE]\d+:/, ''));
    if (!Array.isArray(part)) continue;
    starts.push(values.length);
    for (const value of part) values.push(value);
  }
  const hydrate = hydrator(values);
  return starts.map((start) => hydrate(start));
}

function enqueuedText(script: string): string {
  let text = '';
  for (let at = script.indexOf(CALL); at >= 0; at = script.indexOf(CALL, at + 1)) {
    const start = at + CALL.length - 1;
    const literal = parse(script.slice(start, endOfString(script, start + 1)));
    if (typeof literal === 'string') text += literal;
  }
  return text;
}

/** Behind the closing quote. */
function endOfString(script: string, from: number): number {
  let at = from;
  while (at < script.length && script[at] !== '"') at += script[at] === '\\' ? 2 : 1;
  return at + 1;
}

function hydrator(values: readonly unknown[]): (index: number) => unknown {
  const done = new Map<number, unknown>();
  const hydrate = (index: number): unknown => {
    // Negative numbers stand for null, undefined, NaN and the like.
    if (index < 0) return null;
    if (done.has(index)) return done.get(index);
    const value = values[index];
    if (Array.isArray(value)) return typeof value[0] === 'string' ? special(value) : array(index, value);
    return typeof value === 'object' && value !== null ? object(index, value) : value;
  };
  const array = (index: number, parts: readonly unknown[]): unknown[] => {
    const made: unknown[] = [];
    done.set(index, made);
    for (const part of parts) made.push(hydrate(Number(part)));
    return made;
  };
  const object = (index: number, parts: object): Record<string, unknown> => {
    const made: Record<string, unknown> = Object.create(null);
    done.set(index, made);
    for (const [key, part] of Object.entries(parts))
      made[String(hydrate(Number(key.slice(1))))] = hydrate(Number(part));
    return made;
  };
  return hydrate;
}

/** Dates and addresses are their own value; promises, errors and the rest carry no conversation. */
function special(value: readonly unknown[]): unknown {
  return value[0] === 'D' || value[0] === 'U' ? value[1] : null;
}

/** Page data: anything else than JSON is not understood. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
