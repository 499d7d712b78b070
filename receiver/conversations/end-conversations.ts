import type { Pass } from '../inbox/waking-loop.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import type { EndedConversation } from '../store/conversation-store.ts';
import type { Store } from '../store/store.ts';
import { describeConversation } from './describe-conversation.ts';

const PER_PASS = 50;

/** A pass that tells of conversations that nobody went on with. @param onOutbox told that the outbox has something new */
export function createEndingPass(store: Store, onOutbox: () => void): Pass {
  return async (now) => {
    const count = await store.endIdleConversations({ now, limit: PER_PASS }, endedEvent);
    if (count > 0) onOutbox();
    return count === PER_PASS ? now : store.nextIdleAt();
  };
}

/** Its revision tells one ending from the next, after the conversation went on. */
function endedEvent({ conversation, revision, idleAt }: EndedConversation): NewOutboxEvent {
  const { id, workspaceId, labels, messageCount, createdAt, updatedAt } = conversation;
  const type = 'chat.conversation.ended';
  return {
    workspaceId,
    type,
    subject: id,
    onceKey: `${type}:${id}:${revision}`,
    at: idleAt,
    data: {
      ...describeConversation(conversation),
      labels,
      message_count: messageCount,
      created_at: createdAt,
      updated_at: updatedAt,
    },
  };
}
