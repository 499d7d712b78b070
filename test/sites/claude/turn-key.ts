import type { Chat, SimMessage } from '../chat.ts';

/** How the page names a message: by its id, and the first answer to a prompt after the prompt. */
export function turnKey(chat: Chat, message: SimMessage): string {
  const isFirst = message.role === 'assistant' && chat.childrenOf(message.parentId)[0] === message;
  return isFirst ? `${message.parentId}-hub-reply` : message.id;
}
