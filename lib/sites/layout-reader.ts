import type { Completeness } from '../protocol/event.ts';
import type { ReadResult } from './conversation.ts';
import { firstText, oneLine } from './elements.ts';
import { failed, finishReading } from './finish-reading.ts';
import type { Layout } from './layout.ts';
import { isHalf, whyNothing } from './not-understood.ts';
import { type ReadMessage, readMessages, valueAt } from './read-layout.ts';
import type { Site, SiteReader } from './site.ts';
import type { Steps } from './steps.ts';

/** All that differs between the pages of two sites, as data. */
export interface SitePages {
  readonly site: Site;
  /** Newest first: the first whose sign is in the page is used. */
  readonly layouts: readonly Layout[];
  /** Parts of a conversation that every layout has: in none of the layouts they mean that the page has changed. */
  readonly traces: string;
  /** Where the page shows the conversation's title, tried in order; else the title is the document's own. */
  readonly title?: readonly string[];
  /** What the document's title says besides the conversation's. */
  readonly siteNameInTitle: RegExp;
}

/** The box for the next prompt on every site; last seen 2026-11. */
const COMPOSER = 'textarea, [contenteditable="true"]';

/** A reader of the document for a site that needs nothing but its layouts. */
export function layoutReader(pages: SitePages): SiteReader {
  return { readDom: (document, url) => readByLayouts(pages, document, url) };
}

function* readByLayouts(
  { site, layouts, traces, ...titles }: SitePages,
  document: Document,
  url: URL,
): Steps<ReadResult> {
  if (!site.mayShowConversation(url)) return failed('not_a_conversation');
  const addressId = site.conversationIdOf(url);
  const layout = layouts.find(({ sign }) => document.querySelector(sign) !== null);
  if (layout === undefined) return failed(whyNothing(document, addressId !== null, { traces, composer: COMPOSER }));
  const read = yield* readMessages(document, layout);
  const messages = read.map(({ message }) => message);
  const units = read.map(({ element }) => element);
  if (isHalf(document, messages, units)) return failed('layout_changed', layout.name);
  return finishReading({
    source: site.id,
    layout: layout.name,
    url,
    title: titleOf(document, titles),
    addressId,
    messages,
    isStreaming: document.querySelector(site.streamingSelectors.join(', ')) !== null,
    completeness: completenessOf(document, layout, read),
  });
}

function titleOf(document: Document, { title = [], siteNameInTitle }: Pick<SitePages, 'title' | 'siteNameInTitle'>) {
  return firstText(document, title) || oneLine(document.title).replace(siteNameInTitle, '').trim();
}

/** Never `complete`: long lists are drawn and fetched in parts, and no page says how many messages there are. */
function completenessOf(document: Document, { hole, number }: Layout, read: readonly ReadMessage[]): Completeness {
  const [first] = read;
  const firstNumber = first && number && valueAt(first.element, number);
  const startsLate = Number(firstNumber ?? 1) > 1;
  const isEmpty = ({ message }: ReadMessage) => message.content === '' && !message.reasoning && !message.attachments;
  const hasHole = hole !== undefined && document.querySelector(hole) !== null;
  return startsLate || hasHole || read.some(isEmpty) ? 'window' : 'unknown';
}
