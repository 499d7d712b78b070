import type { OutboxEventType } from '../outbox/event-types.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import type { ConversationState, ProjectedMessage } from './conversation-state.ts';
import { describeConversation } from './describe-conversation.ts';
import { uploadedEvent } from './document-events.ts';
import { hasSameContent } from './merge-messages.ts';

/**
 * What a capture changed, for those who listen: the conversation's beginning and its document's, each message that is new or different on the
 * current branch, and each new answer.
 * @param cause names the capture, so that its events are written once; `at` in UNIX milliseconds
 */
export function chatEventsOf(
  before: ConversationState | null,
  after: ConversationState,
  cause: { key: string; at: number },
): NewOutboxEvent[] {
  const { conversation } = after;
  const about = describeConversation(conversation);
  const make = (type: OutboxEventType, part: string, data: object): NewOutboxEvent => ({
    workspaceId: conversation.workspaceId,
    type,
    subject: conversation.id,
    onceKey: `${type}:${cause.key}:${part}`,
    at: cause.at,
    data: { ...about, ...data },
  });
  const known = new Map(before?.messages.map((message) => [message.id, message]));
  const told = after.messages.flatMap((message) => {
    const change = changeOf(known.get(message.id), message);
    if (change === null) return [];
    const data = { change, message: viewOf(message) };
    const isAnswer = change === 'added' && message.role === 'assistant';
    return [
      make('chat.message', message.id, data),
      ...(isAnswer ? [make('chat.response.generated', message.id, { message: data.message })] : []),
    ];
  });
  const started = { labels: conversation.labels, created_at: conversation.createdAt };
  if (before) return told;
  return [make('chat.conversation.started', conversation.id, started), uploadedEvent(conversation, cause.at), ...told];
}

/** A message that was put aside by another branch says nothing; one that comes back does. */
function changeOf(old: ProjectedMessage | undefined, now: ProjectedMessage): 'added' | 'changed' | null {
  if (!now.isCurrent || old === now) return null;
  if (!old?.isCurrent) return 'added';
  return hasSameContent({ ...old, index: now.index }, now) ? null : 'changed';
}

function viewOf(message: ProjectedMessage) {
  const { id, parentId, index, role, content, reasoning, timestamp, model, attachments, citations } = message;
  return { id, parent_id: parentId, index, role, content, reasoning, timestamp, model, attachments, citations };
}
