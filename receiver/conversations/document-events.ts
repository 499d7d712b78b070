import type { OutboxEventType } from '../outbox/event-types.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import type { DueNote } from '../store/note-store.ts';
import type { StoredConversation } from './conversation.ts';
import { describeConversation } from './describe-conversation.ts';

/** A conversation was captured for the first time: its document is on its way. */
export function uploadedEvent(conversation: StoredConversation, at: number): NewOutboxEvent {
  return make(conversation, { type: 'document.uploaded', key: 'first', at }, {});
}

/** The note lies in the vault, for the first time or anew. @param path relative to the vault */
export function writtenEvent(
  { conversation, path: before, revision }: DueNote,
  path: string,
  at: number,
): NewOutboxEvent {
  const type = before === null ? 'document.processed' : 'document.updated';
  return make(conversation, { type, key: String(revision), at }, { path });
}

/** The note could not be written. It is tried again, and said once for each state of the conversation. */
export function failedEvent({ conversation, revision }: DueNote, error: string, at: number): NewOutboxEvent {
  return make(conversation, { type: 'document.failed', key: String(revision), at }, { error });
}

function make(
  conversation: StoredConversation,
  { type, key, at }: { type: OutboxEventType; key: string; at: number },
  data: object,
): NewOutboxEvent {
  const { id, workspaceId, labels } = conversation;
  const about = { document_id: id, ...describeConversation(conversation), labels };
  return { workspaceId, type, subject: id, onceKey: `${type}:${id}:${key}`, at, data: { ...about, ...data } };
}
