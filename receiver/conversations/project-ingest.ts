import { brainIngestEventSchema } from '../../lib/protocol/event.ts';
import type { Effect } from '../inbox/worker.ts';
import type { Store } from '../store/store.ts';
import { conversationKeyOf, projectEvent } from './projection.ts';

/** Effect of a `brain.ingest` event: its conversation knows of it. Other types have none yet. */
export function createProjectionEffect(store: Store, onSaved: () => void): Effect {
  return async (event, now) => {
    if (event.eventType !== 'brain.ingest' || !event.body) return;
    const ingest = brainIngestEventSchema.parse(JSON.parse(new TextDecoder().decode(event.body)));
    await store.saveConversation(conversationKeyOf(ingest), now, (current) => projectEvent(current, ingest));
    onSaved();
  };
}
