import type { Message } from '../protocol/event.ts';
import { derivedId } from './derived-id.ts';

/**
 * Gives every message an index and an id of its own. Where the site names none, a message is named after a neighbour
 * that has a name, because the same words may come twice in a conversation and a window of it shows only one of them:
 * a prompt after its answer, an answer after its prompt. Only a prompt that stands alone is named by its text.
 */
export function withIds(messages: readonly Message[]): Message[] {
  const taken = new Map<string, number>();
  let prompt = '';
  return messages.map((message, index) => {
    const wanted = message.id ?? derivedId(nameOf(message, prompt, messages[index + 1]));
    const count = taken.get(wanted) ?? 0;
    taken.set(wanted, count + 1);
    const id = count === 0 ? wanted : derivedId(`${wanted}\n${count}`);
    if (message.role === 'user') prompt = id;
    return { ...message, id, index };
  });
}

function nameOf(message: Message, prompt: string, next: Message | undefined): string {
  if (message.role !== 'user' && prompt !== '') return `${message.role}\n${prompt}`;
  if (message.role === 'user' && next?.role === 'assistant' && next.id !== undefined) return `user before\n${next.id}`;
  const attachments = message.attachments?.map(({ name, url }) => name ?? url ?? '') ?? [];
  return [message.role, message.content, ...attachments].join('\n');
}
