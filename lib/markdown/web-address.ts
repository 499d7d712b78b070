/** Addresses that the URL parser gives back as they are: most of all. It is slow, and a long conversation holds thousands. */
const NORMAL = /^https:\/\/(?:[a-z\d][a-z\d-]*\.)+[a-z]+\/[\w\-./~!$&()*+,;=:@]*(?:\?[\w\-./~!$&()*+,;=:@%]*)?$/;
/** Places in a path that the parser resolves, and labels of a host that it decodes. */
const RESOLVED = /\/\.|\/xn--|\.xn--/;

const KEPT_SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The absolute address of a link or a picture; null for places on the page and for anything that is not the web. */
export function webAddress(reference: string | null, base: string): string | null {
  const trimmed = reference?.trim();
  if (!trimmed || trimmed.startsWith('#')) return null;
  if (NORMAL.test(trimmed) && !RESOLVED.test(trimmed)) return trimmed;
  const url = URL.parse(trimmed, base);
  return url && KEPT_SCHEMES.has(url.protocol) ? url.href : null;
}
