import type { StoredConversation } from './conversation.ts';

/** What each event of a conversation says of it. */
export function describeConversation({ id, sessionId, source, title, url }: StoredConversation) {
  return { conversation_id: id, session_id: sessionId, source, title, url };
}
