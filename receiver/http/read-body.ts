import type { Bytes } from '../../lib/protocol/bytes.ts';

export type ReadFailure =
  /** `isAllRead`: the sender got to its end; else the connection cannot be used again. */
  { ok: false; reason: 'too_large'; isAllRead: boolean } | { ok: false; reason: 'aborted' };

/** Reads a body up to `limitBytes`; over it, as `drainBody`. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<{ ok: true; body: Bytes } | ReadFailure> {
  const kept: Uint8Array[] = [];
  const drained = await drainBody(chunks, limitBytes, (chunk) => void kept.push(chunk));
  return drained.ok ? { ok: true, body: join(kept, drained.bytes) } : drained;
}

/**
 * Hands a body on piece by piece, up to `limitBytes`. Over it, it reads on and discards, at most once more the limit: a sender
 * that is still writing when its connection closes sees a broken connection and not the answer.
 * @param take what it throws is thrown
 */
export async function drainBody(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
  take: (chunk: Uint8Array) => void | Promise<void>,
): Promise<{ ok: true; bytes: number } | ReadFailure> {
  const pieces = chunks[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    const next = await nextOf(pieces);
    if (next === 'aborted') return { ok: false, reason: 'aborted' };
    if (next.done) break;
    bytes += next.value.length;
    if (bytes <= limitBytes) await take(next.value);
    if (bytes > 2 * limitBytes) {
      await pieces.return?.();
      return { ok: false, reason: 'too_large', isAllRead: false };
    }
  }
  return bytes > limitBytes ? { ok: false, reason: 'too_large', isAllRead: true } : { ok: true, bytes };
}

/** `aborted`: the sender went away or was too slow, so nobody is left to be answered. */
async function nextOf(pieces: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array> | 'aborted'> {
  try {
    return await pieces.next();
  } catch {
    return 'aborted';
  }
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
