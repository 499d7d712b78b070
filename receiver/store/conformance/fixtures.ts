import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import type { ConversationState, ProjectedMessage } from '../../conversations/conversation-state.ts';
import type { NewEvent } from '../accept-store.ts';
import type { Store } from '../store.ts';

/** The store that the running test has to itself: new, with the workspaces `ws_1` and `ws_2`. */
export interface StoreUnderTest {
  store: Store;
}

/** 2026-11-21T10:00:00Z */
export const NOW = Date.UTC(2026, 10, 21, 10);
export const DAY_MS = 86_400_000;
/** Of `acceptBatch`. */
export const OPTIONS = { now: NOW, keyMemoryMs: 7 * DAY_MS };

/** A verified event; its digest follows from `content`. */
export function makeNewEvent({ content = 'a', ...change }: Partial<NewEvent> & { content?: string } = {}): NewEvent {
  return {
    workspaceId: 'ws_1',
    source: 'chatgpt',
    sourceKind: 'webhook.chatgpt',
    eventType: 'brain.ingest',
    eventId: 'evt_1',
    key: change.eventId ?? 'evt_1',
    sourceIdentifier: null,
    scheme: 'iw',
    proof: 'body',
    keyId: null,
    bodyDigest: utf8Bytes(content.padEnd(32, '.')),
    body: utf8Bytes(content),
    headers: {},
    receivedAt: NOW,
    ...change,
  };
}

/** A message with something in every field. */
export function makeMessage(id: string, index: number, change: Partial<ProjectedMessage> = {}): ProjectedMessage {
  return {
    id,
    parentId: null,
    index,
    role: 'user',
    content: `text of ${id}`,
    reasoning: null,
    timestamp: null,
    model: null,
    attachments: [{ name: 'a.png', size: 3 }],
    citations: [{ url: 'https://example.com' }],
    isCurrent: true,
    eventAt: NOW,
    ...change,
  };
}

/** Of the conversation that `makeState` gives. */
export const KEY = { workspaceId: 'ws_1', source: 'chatgpt', sessionId: 's1' };

/** A conversation of these messages. */
export function makeState(
  messages: readonly ProjectedMessage[],
  change: Partial<ConversationState> = {},
): ConversationState {
  return {
    conversation: {
      id: 'conv_1',
      ...KEY,
      title: 'Tea \0 🍵',
      url: 'https://example.com/c/s1',
      labels: ['tea'],
      models: ['gpt-5'],
      messageCount: messages.length,
      completeness: 'complete',
      createdAt: '2026-11-21T09:00:00.000Z',
      updatedAt: '2026-11-21T09:30:00.000Z',
    },
    links: ['https://example.com/c/s1'],
    messages,
    fieldsAt: NOW,
    branchAt: null,
    openCaptures: [{ captureId: 'c', parts: [0], messageIds: ['m1'] }],
    revision: 1,
    ...change,
  };
}

/** Ends events that led to nothing. */
export async function endEvents(store: Store, ids: readonly number[], token: string): Promise<void> {
  let rest = ids.map((id) => ({ id, events: [], update: null }));
  while (rest.length > 0)
    rest = rest.slice(await store.settleInbox({ effects: rest, token, now: NOW, budgetMs: 1000 }));
}
