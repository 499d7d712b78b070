import { Buffer } from 'node:buffer';
import type { Bytes } from '../../lib/protocol/bytes.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** No endpoint takes an event that large; a file without line ends must not fill the memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; `null` when it is too long for an event. */
  readonly bytes: Bytes | null;
}

/**
 * Lines of a file as bytes, one at a time: what was signed and sent before has to be sent again byte for byte. Split at
 * U+000A alone, because Node's `readline` also splits at U+2028 and U+2029, which may stand in a JSON string.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const take = (): Line => {
    const line = { number, bytes: length > MAX_LINE_BYTES ? null : withoutReturn(Buffer.concat(parts)) };
    number += 1;
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}

/** A file that passed through Windows has one before each line end. */
function withoutReturn(line: Buffer<ArrayBuffer>): Bytes {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
