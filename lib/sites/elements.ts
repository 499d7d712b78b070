import { cleanText } from '../markdown/clean-text.ts';

/** The elements without those that lie inside another of them, in page order. */
export function outermost(elements: Iterable<Element>): Element[] {
  const kept: Element[] = [];
  for (const element of elements) if (!kept.at(-1)?.contains(element)) kept.push(element);
  return kept;
}

/** Text of the page that is one line by nature: a title, a name. */
export function oneLine(text: string | null | undefined): string {
  return cleanText(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of the first selector that finds some. */
export function firstText(document: Document, selectors: readonly string[]): string {
  for (const selector of selectors) {
    const text = oneLine(document.querySelector(selector)?.textContent);
    if (text !== '') return text;
  }
  return '';
}
