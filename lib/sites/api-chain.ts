import { cleanText } from '../markdown/clean-text.ts';
import type { Attachment, Citation, Message } from '../protocol/event.ts';
import { withIds } from './message-ids.ts';

/**
 * Messages that follow each other, each with an id, its place in the conversation and its parent; those that show
 * nothing are left out. `parent`: the message that the first one answers, null at the beginning.
 */
export function chained(messages: readonly Message[], parent: Message | null = null): Message[] {
  const first = parent?.index === undefined ? 0 : parent.index + 1;
  const kept = withIds(messages.map(cleaned).filter(isLegible));
  return kept.map((message, place) => ({
    ...message,
    index: first + place,
    parent_id: (place === 0 ? parent?.id : kept[place - 1]?.id) ?? null,
  }));
}

/** Each source once, as it was first named. */
export function distinct(citations: readonly Citation[]): Citation[] {
  const seen = new Set<string>();
  return citations.filter(({ url }) => !seen.has(url) && seen.add(url));
}

function isLegible({ content, reasoning, attachments }: Message): boolean {
  return content !== '' || reasoning !== undefined || attachments !== undefined;
}

function cleaned(message: Message): Message {
  const { content, reasoning, citations, attachments } = message;
  return {
    ...message,
    content: cleanText(content),
    ...(reasoning === undefined ? {} : { reasoning: cleanText(reasoning) }),
    ...(citations === undefined ? {} : { citations: citations.map(cleanedTexts) }),
    ...(attachments === undefined ? {} : { attachments: attachments.map(cleanedTexts) }),
  };
}

function cleanedTexts<T extends Citation | Attachment>(fields: T): T {
  const pairs = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === 'string' ? cleanText(value) : value,
  ]);
  return Object.fromEntries(pairs) as T;
}
