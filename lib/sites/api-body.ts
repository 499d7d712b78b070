/** The longest answer that is read: four times the largest conversation measured (8 MB, 2,447 messages, 2026-10). */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export type Body =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'too_large' | 'unreachable' };

/** The text of an answer. Stops as soon as it is too large, because its length need not be announced. */
export async function readBody(response: Response): Promise<Body> {
  if (response.body === null) return { ok: true, text: '' };
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { ok: true, text: decode(chunks, size) };
      chunks.push(value);
      size += value.byteLength;
      if (size > MAX_ANSWER_BYTES) {
        await reader.cancel();
        return { ok: false, reason: 'too_large' };
      }
    }
  } catch {
    // The connection broke in the middle.
    return { ok: false, reason: 'unreachable' };
  }
}

/** All at once: several times faster than chunk by chunk. */
function decode(chunks: readonly Uint8Array[], size: number): string {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(bytes);
}
