import type { Message } from '../../protocol/event.ts';
import type { ReadResult } from '../conversation.ts';
import { failed, finishReading } from '../finish-reading.ts';
import { isHalf, whyNothing } from '../not-understood.ts';
import { outermost } from '../elements.ts';
import type { SiteReader } from '../site.ts';
import { mapInSteps, type Steps } from '../steps.ts';
import { readGeminiApi } from './api-reader.ts';
import { COMPOSER, GEMINI_LAYOUTS, PANEL, TRACES } from './layouts.ts';
import { readMessage, readReport } from './message.ts';
import { geminiSite } from './site.ts';
import { titleOf } from './title.ts';

export const geminiReader: SiteReader = { readDom, readApi: readGeminiApi };

function* readDom(document: Document, url: URL): Steps<ReadResult> {
  if (!geminiSite.mayShowConversation(url)) return failed('not_a_conversation');
  const layout = GEMINI_LAYOUTS.find(({ sign }) => document.querySelector(sign));
  const addressId = geminiSite.conversationIdOf(url);
  if (!layout) return failed(whyNothing(document, addressId !== null, { traces: TRACES, composer: COMPOSER }));
  const units = outermost(document.querySelectorAll(`${layout.prompt}, ${layout.answer}`)).filter(
    (unit) => !unit.closest(PANEL),
  );
  const messages = yield* mapInSteps(units, (unit) => readMessage(unit, layout));
  if (isHalf(document, messages, [...units, ...document.querySelectorAll(PANEL)]))
    return failed('layout_changed', layout.id);
  return finishReading({
    source: geminiSite.id,
    layout: layout.id,
    url,
    title: titleOf(document),
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
