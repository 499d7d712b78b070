import type { Message } from '../../protocol/event.ts';
import type { ReadResult } from '../conversation.ts';
import { failed, finishReading } from '../finish-reading.ts';
import { isHalf, whyNothing } from '../not-understood.ts';
import { firstText, oneLine, outermost } from '../elements.ts';
import type { SiteReader } from '../site.ts';
import { COMPOSER, GEMINI_LAYOUTS, PANEL, TITLE, TRACES } from './layouts.ts';
import { readMessage, readReport } from './message.ts';
import { geminiSite } from './site.ts';

const SITE_NAME_IN_TITLE = /(?:^|\s[-–|]\s)(?:Google )?Gemini$/;
/** Google's pages begin the title with marks of direction. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e]/g;

export const geminiReader: SiteReader = { readDom };

function readDom(document: Document, url: URL): ReadResult {
  if (!geminiSite.mayShowConversation(url)) return failed('not_a_conversation');
  const layout = GEMINI_LAYOUTS.find(({ sign }) => document.querySelector(sign));
  const addressId = geminiSite.conversationIdOf(url);
  if (!layout) return failed(whyNothing(document, addressId !== null, { traces: TRACES, composer: COMPOSER }));
  const units = outermost(document.querySelectorAll(`${layout.prompt}, ${layout.answer}`)).filter(
    (unit) => !unit.closest(PANEL),
  );
  const messages = units.map((unit) => readMessage(unit, layout));
  if (isHalf(document, messages, [...units, ...document.querySelectorAll(PANEL)]))
    return failed('layout_changed', layout.id);
  const pageTitle = oneLine(document.title.replace(DIRECTION_MARKS, ''));
  return finishReading({
    source: geminiSite.id,
    layout: layout.id,
    url,
    title: firstText(document, TITLE) || pageTitle.replace(SITE_NAME_IN_TITLE, '').trim(),
    addressId,
    messages: withReport(messages, readReport(document, units)),
    isStreaming: document.querySelector(geminiSite.streamingSelectors.join(', ')) !== null,
    // The app fetches older turns when the top of the list is reached, and does not say whether there are any.
    completeness: layout.id === 'gemini/share' ? 'complete' : 'unknown',
  });
}

/** An open report belongs to the last answer. */
function withReport(messages: readonly Message[], report: string): Message[] {
  if (report === '') return [...messages];
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  if (last < 0) return [...messages, { role: 'assistant', content: report }];
  return messages.map((message, index) =>
    index === last ? { ...message, content: [message.content, report].filter(Boolean).join('\n\n') } : message,
  );
}
