import type { Branch, Completeness, Message } from '../protocol/event.ts';
import type { ApiReadResult } from './api.ts';

export interface ApiReading {
  readonly source: string;
  readonly layout: string;
  readonly url: URL;
  readonly sessionId: string;
  readonly title: string;
  readonly messages: readonly Message[];
  readonly branches: readonly Branch[];
  /** Whether the site has answers in this branch, also such as show nothing. */
  readonly hasAnswers: boolean;
  /** Whether these are all messages of the branch on screen, and nothing is being added at the moment. */
  readonly isWhole: boolean;
  /** Parts of this branch of a kind that is not known. */
  readonly unknownParts: number;
}

/** What an API gave, as a conversation. */
export function apiConversation(reading: ApiReading): ApiReadResult {
  const { source, layout, url, sessionId, isWhole } = reading;
  if (reading.messages.length === 0) return { ok: false, reason: 'no_api_address', detail: 'no messages' };
  // One side of the talk alone means that the other one is written in a way that is not understood.
  if (reading.hasAnswers && reading.messages.every(({ role }) => role !== 'assistant'))
    return { ok: false, reason: 'endpoint_changed', detail: 'answers without words' };
  const completeness: Completeness = isWhole ? 'complete' : 'unknown';
  const branches = reading.branches
    .filter(({ messages }) => messages.length > 0)
    .map((branch) => ({ ...branch, messages: placed(branch.messages, isWhole) }));
  return {
    ok: true,
    conversation: {
      source,
      sessionId,
      title: reading.title.trim(),
      url: url.origin + url.pathname,
      messages: placed(reading.messages, isWhole),
      ...(branches.length === 0 ? {} : { branches }),
      reader: 'api',
      layout,
      completeness,
      ...(reading.unknownParts > 0 && { unknownParts: reading.unknownParts }),
    },
  };
}

/** Without the whole, a place in what was read is no place in the conversation. */
function placed(messages: readonly Message[], isWhole: boolean): Message[] {
  return isWhole ? [...messages] : messages.map(({ index: _index, ...message }) => message);
}
