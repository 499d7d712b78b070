import type { ElementContent } from 'hast';

const BARE_ADDRESS = /(https?:\/\/[^\s<>"'`]*[\w/=#&%~-])/;

/**
 * Text with its bare addresses as links to themselves. Renderers make links of them anyway, and would take the escapes
 * that the text around them needs as part of the address.
 */
export function linkBareAddresses(text: string, isInLink: boolean): ElementContent[] {
  if (isInLink) return [{ type: 'text', value: text }];
  return text.split(BARE_ADDRESS).flatMap((part, index): ElementContent[] => {
    const words = { type: 'text' as const, value: part };
    if (part === '') return [];
    return [index % 2 === 0 ? words : { type: 'element', tagName: 'a', properties: { href: part }, children: [words] }];
  });
}
