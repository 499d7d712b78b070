/**
 * An id for what the site gives none: the same text has the same id in every reading.
 * Two FNV-1a hashes with different seeds, 64 bits: no secret, only a name that does not clash within a conversation.
 */
export function derivedId(text: string): string {
  return `derived:${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x9747b28c)}`;
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
