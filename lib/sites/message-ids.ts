import type { Message } from '../protocol/event.ts';
import { derivedId } from './derived-id.ts';

/**
 * Gives every message an index and an id of its own. A prompt without an id is named by its text, an answer by the
 * prompt before it: an answer grows while it is written and must keep its name.
 */
export function withIds(messages: readonly Message[]): Message[] {
  const taken = new Map<string, number>();
  let prompt = '';
  return messages.map((message, index) => {
    const wanted = message.id ?? derivedId(nameOf(message, prompt));
    const count = taken.get(wanted) ?? 0;
    taken.set(wanted, count + 1);
    const id = count === 0 ? wanted : derivedId(`${wanted}\n${count}`);
    if (message.role === 'user') prompt = id;
    return { ...message, id, index };
  });
}

function nameOf(message: Message, prompt: string): string {
  if (message.role !== 'user' && prompt !== '') return `${message.role}\n${prompt}`;
  const attachments = message.attachments?.map(({ name, url }) => name ?? url ?? '') ?? [];
  return [message.role, message.content, ...attachments].join('\n');
}
