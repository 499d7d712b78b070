import type { Message } from '../../protocol/event.ts';
import { parseJson } from '../api-json.ts';
import { isRecord, type Json, recordsOf } from '../api-values.ts';
import type { ApiMessage } from './api-message.ts';
import { answerText } from './answer-text.ts';
import { toApiMessage } from './api-message.ts';

/** A report of Deep Research, which the page shows in a frame of another origin. */
export interface Report {
  /** The same in every snapshot of one report. */
  readonly id: string;
  readonly text: Pick<Message, 'content' | 'citations'>;
}

/** The report that a message carries as the state of its widget; null when there is none yet. Seen 2026-09. */
export function reportIn({ id, metadata }: ApiMessage): Report | null {
  if (!('chatgpt_sdk' in metadata || 'tool_response_metadata' in metadata || 'venus_widget_state' in metadata))
    return null;
  const sdk = isRecord(metadata['chatgpt_sdk']) ? metadata['chatgpt_sdk'] : {};
  const answers = [sdk, metadata].map((holder) => recordAt(holder, 'tool_response_metadata'));
  // The first is the newest; the answer of the tool may still hold the plan.
  const states = [sdk['widget_state'], ...[...answers, metadata].map((holder) => holder['venus_widget_state'])];
  for (const state of states) {
    const report = recordAt(asRecord(state), 'report_message');
    const message = toApiMessage({ author: { role: 'assistant' }, id, ...report });
    const text = message && answerText(message);
    if (text && text.content !== '') return { id: message.id, text };
  }
  return null;
}

function recordAt(holder: Json, key: string): Json {
  return recordsOf([holder[key]])[0] ?? {};
}

/** A record, or one written as JSON. */
function asRecord(value: unknown): Json {
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return recordsOf([parsed?.ok ? parsed.value : value])[0] ?? {};
}
