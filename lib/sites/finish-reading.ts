import type { Completeness, Message } from '../protocol/event.ts';
import type { ReadFailure, ReadResult } from './conversation.ts';
import { withIds } from './message-ids.ts';
import { derivedId } from './derived-id.ts';

export interface Reading {
  readonly source: string;
  readonly layout: string;
  readonly url: URL;
  readonly title: string;
  /** The conversation's id in the address; null before the site has given it one. */
  readonly addressId: string | null;
  /** All that have a place in the page, also those that show nothing. */
  readonly messages: readonly Message[];
  /** Whether an answer is being written. */
  readonly isStreaming: boolean;
  /** As far as the page's list of messages tells. */
  readonly completeness: Completeness;
}

export function failed(reason: ReadFailure, detail?: string): ReadResult {
  return detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };
}

/** What a page gave, as a conversation, or why it is none. `detail` carries counts only, never text of the page. */
export function finishReading(reading: Reading): ReadResult {
  const { source, layout, url, title, addressId } = reading;
  const messages = withIds(reading.messages.filter(isLegible));
  const first = messages[0];
  const answers = messages.filter(({ role }) => role === 'assistant').length;
  // The frames of the answers are there, their words are not.
  if (!first || (answers === 0 && reading.messages.some(({ role }) => role === 'assistant')))
    return failed('still_loading');
  const sessionId = addressId ?? derivedId(`${source}\n${first.content}\n${first.id}`);
  // An empty place may be a divider, or a message that is not drawn yet; one side alone may be half of what is there.
  const hasBothSides = answers > 0 && answers < messages.length;
  const isSure = hasBothSides && !reading.isStreaming && messages.length === reading.messages.length;
  const completeness = reading.completeness === 'complete' && !isSure ? 'unknown' : reading.completeness;
  const address = url.origin + url.pathname;
  // A place in the window is no place in the conversation: without the whole, none is claimed.
  const placed = completeness === 'complete' ? messages : messages.map(({ index: _index, ...message }) => message);
  return {
    ok: true,
    conversation: { source, sessionId, title, url: address, messages: placed, reader: 'dom', layout, completeness },
  };
}

function isLegible({ content, reasoning, attachments }: Message): boolean {
  return content !== '' || reasoning !== undefined || attachments !== undefined;
}
