import { webAddress } from '../../markdown/web-address.ts';
import type { Citation } from '../../protocol/event.ts';
import { listOf, textOf, valueAt } from '../api-values.ts';

/** A source is written as `[favicon, address, title, …]`, wherever in an answer it stands. Seen 2026-05. */
const FAVICON = /^https:\/\/\w+\.gstatic\.com\/faviconV2/;
/** `[cite: 1, 2]` in the text of an answer. Seen 2026-07. */
const MARKER = / ?\[cite: ?(\d+(?:, ?\d+)*)\]/g;

/** All sources in a part of an answer, in its order. */
export function sourcesIn(value: unknown): Citation[] {
  return [...listsIn(value)].flatMap((list) => (FAVICON.test(textOf(list[0])) ? toSources(list) : []));
}

/** The text with its markers as links to the sources that a part of the answer names; a marker without sources stays. */
export function withLinks(text: string, value: unknown): string {
  if (!text.includes('[cite:')) return text;
  const addresses = new Map<string, string>();
  for (const list of listsIn(value)) addNumbered(list, addresses);
  return text.replace(MARKER, (marker, numbers: string) => {
    const links = numbers.split(/, ?/).map((number) => linkTo(number, addresses.get(number)));
    return links.every(Boolean) ? ` ${links.join(' ')}` : marker;
  });
}

/** A marker with its sources, in the order of its numbers: `[['[cite: 1, 2]'], [[…, source], …]]`. */
function addNumbered(list: readonly unknown[], addresses: Map<string, string>): void {
  const marker = textOf(valueAt(list, 0, 0));
  if (!marker.includes('[cite:')) return;
  for (const [place, number] of (marker.match(/\d+/g) ?? []).entries()) {
    const [source] = sourcesIn(valueAt(list, 1, place));
    if (source && !addresses.has(number)) addresses.set(number, source.url);
  }
}

function* listsIn(value: unknown): Generator<readonly unknown[]> {
  const waiting = [value];
  while (waiting.length > 0) {
    const list = listOf(waiting.pop());
    if (list.length > 0) yield list;
    // The last one in is the next one out.
    for (const inner of list.toReversed()) if (Array.isArray(inner)) waiting.push(inner);
  }
}

function toSources([, address, title]: readonly unknown[]): Citation[] {
  const url = webAddress(textOf(address), 'https://gemini.google.com');
  if (!url) return [];
  return [textOf(title) === '' ? { url } : { title: textOf(title), url }];
}

function linkTo(number: string, url: string | undefined): string {
  return url === undefined ? '' : `[${number}](<${url.replace(/[<>]/g, encodeURIComponent)}>)`;
}
