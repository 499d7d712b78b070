import { isPicture } from '../markdown/picture.ts';
import { webAddress } from '../markdown/web-address.ts';
import type { Attachment } from '../protocol/event.ts';
import { oneLine } from './elements.ts';

/** Where the name of an attachment stands in its card: an element, and the attribute that holds it if not the text. */
export interface NamePlace {
  readonly selector: string;
  readonly attribute?: string;
}

/** Each card is a file, a picture or a document that belongs to the message; the first place that has a name counts. */
export function attachmentsOf(cards: readonly Element[], names: readonly NamePlace[]): { attachments?: Attachment[] } {
  const attachments = cards.map((card) => readCard(card, names)).filter((attachment) => attachment !== null);
  return attachments.length === 0 ? {} : { attachments };
}

function readCard(card: Element, names: readonly NamePlace[]): Attachment | null {
  const name = names.map((place) => nameAt(card, place)).find((found) => found !== '') ?? '';
  const link = card.closest('a[href]') ?? card.querySelector('a[href]');
  // An icon stands for the kind of a file.
  const pictures = [card, ...card.querySelectorAll('img:not([class*="icon"])')].filter((image) => image.matches('img'));
  const picture = pictures.find(isPicture);
  const url = servedAddress(link, 'href') ?? servedAddress(picture, 'src');
  if (name === '' && url === null && !picture) return null;
  return { ...(name === '' ? {} : { name }), ...(url === null ? {} : { url }) };
}

function nameAt(card: Element, { selector, attribute }: NamePlace): string {
  const holders = [...(card.matches(selector) ? [card] : []), ...card.querySelectorAll(selector)];
  const names = holders.map((holder) => oneLine(attribute ? holder.getAttribute(attribute) : holder.textContent));
  return names.find((name) => name !== '') ?? '';
}

/** `blob:` and `data:` are of use to this page only. */
function servedAddress(element: Element | null | undefined, attribute: string): string | null {
  const address = element ? webAddress(element.getAttribute(attribute), element.ownerDocument.baseURI) : null;
  return address?.startsWith('http') ? address : null;
}
