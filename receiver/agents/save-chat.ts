import type { BrainIngestEvent } from '../../lib/protocol/event.ts';
import { updateOf } from '../conversations/project-ingest.ts';
import type { Store } from '../store/store.ts';

/** Takes a chat in as it takes in any capture, unless it is known. @returns whether more of it is known: its answer */
export type SaveChat = (chat: BrainIngestEvent, now: number) => Promise<{ isAnswered: boolean }>;

/** @param parts.onSaved told that there is something new to write and to tell */
export function createSaveChat(parts: { store: Store; idleMs: number; onSaved: () => void }): SaveChat {
  return async (chat, now) => {
    const { length } = chat.data.messages;
    let known = 0;
    const { key, merge } = await updateOf(parts, chat, {
      now,
      cause: { key: `agent:${chat.event_id}`, at: now },
      isKnown: (current) => {
        known = current.messages.length;
        return known >= length;
      },
    });
    await parts.store.saveConversation(key, now, merge);
    if (known < length) parts.onSaved();
    return { isAnswered: known > length };
  };
}
