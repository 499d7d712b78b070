const BARE_ADDRESS = /(https?:\/\/[^\s<>"'`]*[\w/=#&%~-])/;

/**
 * Text cut at its bare addresses, which become links to themselves. Renderers make links of them anyway, and would take
 * the escapes that the text around them needs as part of the address.
 */
export function splitAddresses(text: string): { text: string; isAddress: boolean }[] {
  const parts = text.split(BARE_ADDRESS).map((part, index) => ({ text: part, isAddress: index % 2 === 1 }));
  return parts.filter((part) => part.text !== '');
}
