import type { Match } from '../span.ts';

/** Lengths are those of RFC 5321; they also keep a hostile text from making this slow. `%40` is the sign in a link. */
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+](?:[\p{L}\p{N}._%+'-]{0,62}[\p{L}\p{N}_%+-])?(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:xn--[a-z0-9-]{1,59}|\p{L}{2,24})/giu;

export function findEmails(text: string): Match[] {
  if (!/@|%40/.test(text)) return [];
  return Array.from(text.matchAll(EMAIL), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    value: found.replace('%40', '@').toLowerCase(),
  }));
}
