import type { StoredConversation, StoredMessage } from './conversation.ts';

/** A small conversation for tests; give what matters to the case. */
export function conversationOf(changes: Partial<StoredConversation> = {}): StoredConversation {
  return {
    id: 'cnv_1',
    workspaceId: 'home',
    source: 'chatgpt',
    sessionId: 'abc-123',
    title: 'Pricing page brainstorm',
    url: 'https://chatgpt.com/c/abc-123',
    labels: [],
    models: ['gpt-5'],
    messageCount: 1,
    completeness: 'complete',
    createdAt: '2026-11-20T09:00:00Z',
    updatedAt: '2026-11-21T10:04:05Z',
    ...changes,
  };
}

/** One message for tests. */
export function messageOf(content: string, changes: Partial<StoredMessage> = {}): StoredMessage {
  return {
    id: 'm0',
    parentId: null,
    index: 0,
    role: 'user',
    content,
    reasoning: null,
    timestamp: null,
    model: null,
    attachments: [],
    citations: [],
    ...changes,
  };
}
