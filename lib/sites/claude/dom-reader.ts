import type { ReadResult } from '../conversation.ts';
import { failed, finishReading } from '../finish-reading.ts';
import { isHalf, whyNothing } from '../not-understood.ts';
import { firstText, oneLine, outermost } from '../elements.ts';
import type { SiteReader } from '../site.ts';
import { mapInSteps, type Steps } from '../steps.ts';
import { readClaudeApi } from './api-reader.ts';
import { claudeCompleteness } from './completeness.ts';
import { CLAUDE_LAYOUTS, COMPOSER, PANEL, TITLE, TRACES } from './layouts.ts';
import { readMessage } from './message.ts';
import { claudeSite } from './site.ts';

const SITE_NAME_IN_TITLE = /(?:^|\s[-–|\\]\s)Claude$/;

export const claudeReader: SiteReader = { readDom, readApi: readClaudeApi };

function* readDom(document: Document, url: URL): Steps<ReadResult> {
  if (!claudeSite.mayShowConversation(url)) return failed('not_a_conversation');
  const layout = CLAUDE_LAYOUTS.find(({ sign }) => document.querySelector(sign));
  const addressId = claudeSite.conversationIdOf(url);
  if (!layout) return failed(whyNothing(document, addressId !== null, { traces: TRACES, composer: COMPOSER }));
  const units = outermost(document.querySelectorAll(`${layout.prompt}, ${layout.answer}`));
  const messages = yield* mapInSteps(units, (unit) => readMessage(unit, layout));
  if (isHalf(document, messages, [...units, ...document.querySelectorAll(PANEL)]))
    return failed('layout_changed', layout.id);
  return finishReading({
    source: claudeSite.id,
    layout: layout.id,
    url,
    title: firstText(document, TITLE) || oneLine(document.title).replace(SITE_NAME_IN_TITLE, '').trim(),
    addressId,
    messages,
    isStreaming: document.querySelector(claudeSite.streamingSelectors.join(', ')) !== null,
    completeness: claudeCompleteness(document, url),
  });
}
