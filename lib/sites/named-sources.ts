import type { Source } from '../markdown/sources.ts';
import { webAddress } from '../markdown/web-address.ts';
import { oneLine } from './elements.ts';

/** Sources whose address stands in an attribute and in no link, in reading order. */
export function namedSources(root: Element, attribute: string): Source[] {
  return [...root.querySelectorAll(`[${attribute}]`)].flatMap((chip) => {
    const url = webAddress(chip.getAttribute(attribute), root.ownerDocument.baseURI);
    // "+2" counts the sources that are not shown.
    const title = oneLine(chip.textContent).replace(/\s*\+\d+$/, '');
    return url === null ? [] : [title === '' ? { url } : { title, url }];
  });
}
