import type { Chat, SimMessage } from '../chat.ts';

/** The day this account's chats were merged with the new experience. */
const MERGED_MS = Date.parse('2026-10-03T00:00:00Z');

/**
 * How the page names a message: by its id, and the first answer to a prompt after the prompt, if it was asked for since
 * the account was merged.
 */
export function turnKey(chat: Chat, message: SimMessage): string {
  const isFirst = message.role === 'assistant' && chat.childrenOf(message.parentId)[0] === message;
  const isMerged = isFirst && message.parentId !== null && chat.get(message.parentId).createdAtMs >= MERGED_MS;
  return isMerged ? `${message.parentId}-hub-reply` : message.id;
}
