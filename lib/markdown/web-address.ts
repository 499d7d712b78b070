const KEPT_SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The absolute address of a link or a picture; null for places on the page and for anything that is not the web. */
export function webAddress(reference: string | null, base: string): string | null {
  const trimmed = reference?.trim();
  if (!trimmed || trimmed.startsWith('#')) return null;
  const url = URL.parse(trimmed, base);
  return url && KEPT_SCHEMES.has(url.protocol) ? url.href : null;
}
