import { webAddress } from '../../markdown/web-address.ts';
import { citedLink } from '../../markdown/cited-link.ts';
import type { Citation } from '../../protocol/event.ts';
import { countOf, isRecord, type Json, recordsOf, textOf } from '../api-values.ts';

/** What a link must not be put into: code, formulas, links and pictures. */
const CLOSED =
  /(`{3,})[\s\S]*?(?:\1|$)|`[^`\n]+`|\$\$[\s\S]+?\$\$|\$[^$\n]+\$|\\[([][\s\S]+?\\[)\]]|!?\[[^\]\n]*\]\([^)\n]*\)/g;

/** The sources of a text block. Their address stands in one of three places; seen 2025-10 to 2026-10. */
export function sourcesOf(citations: unknown, origin: string): Citation[] {
  return recordsOf(citations).flatMap((citation) => {
    const url = addressOf(citation, origin);
    const title = textOf(citation['title']).trim();
    return url === null ? [] : [title === '' ? { url } : { title, url }];
  });
}

/**
 * The text with a link behind every passage that has a source, as the page shows it: one link where a passage ends, to
 * the first of its sources. A source without a place in the text, or with one that cannot be right, stays out of it.
 */
export function withSources(text: string, citations: unknown, origin: string): string {
  const links = new Map<number, string>();
  const closed = [...text.matchAll(CLOSED)].map(({ index, 0: { length } }) => [index, index + length] as const);
  for (const citation of recordsOf(citations)) {
    const url = addressOf(citation, origin);
    const end = passageEnd(text, countOf(citation['end_index']));
    if (url === null || end === null || links.has(end)) continue;
    if (!closed.some(([from, to]) => from < end && end < to)) links.set(end, citedLink(url));
  }
  let written = '';
  let done = 0;
  for (const [end, link] of [...links].toSorted(([one], [other]) => one - other)) {
    written += `${text.slice(done, end)} ${link}`;
    done = end;
  }
  return written + text.slice(done);
}

function addressOf({ url, details, sources }: Json, origin: string): string | null {
  const inDetails = isRecord(details) ? textOf(details['url']) : '';
  return webAddress(textOf(url) || inDetails || textOf(recordsOf(sources)[0]?.['url']), origin);
}

/** Null when a passage does not end there: outside the text, or in the middle of a word. */
function passageEnd(text: string, given: number | null): number | null {
  if (given === null || given > text.length) return null;
  const end = text.slice(0, given).trimEnd().length;
  const isInWord = /^[\p{L}\p{N}]$/u.test(text[end - 1] ?? '') && /^[\p{L}\p{N}]$/u.test(text[end] ?? '');
  const isInSign = /^[\uDC00-\uDFFF]$/.test(text[end] ?? '');
  return end === 0 || isInWord || isInSign ? null : end;
}
