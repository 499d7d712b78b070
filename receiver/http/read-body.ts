import type { Bytes } from '../../lib/protocol/bytes.ts';

export type ReadBody =
  | { ok: true; body: Bytes }
  /** `isAllRead`: the sender got to its end; else the connection cannot be used again. */
  | { ok: false; reason: 'too_large'; isAllRead: boolean }
  | { ok: false; reason: 'aborted' };

/**
 * Reads a body up to `limitBytes`. Over it, it reads on and discards, at most once more the limit: a sender that is still
 * writing when its connection closes sees a broken connection and not the answer.
 */
export async function readBody(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<ReadBody> {
  const kept: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length <= limitBytes) kept.push(chunk);
      else kept.length = 0;
      if (length > 2 * limitBytes) return { ok: false, reason: 'too_large', isAllRead: false };
    }
  } catch {
    return { ok: false, reason: 'aborted' }; // the sender went away or was too slow: nobody is left to be answered
  }
  if (length > limitBytes) return { ok: false, reason: 'too_large', isAllRead: true };
  return { ok: true, body: join(kept, length) };
}

function join(chunks: readonly Uint8Array[], length: number): Bytes {
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
