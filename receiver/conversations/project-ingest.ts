import { brainIngestEventSchema } from '../../lib/protocol/event.ts';
import type { Effect } from '../inbox/worker.ts';
import type { ClaimedEvent } from '../store/inbox-store.ts';
import type { Store } from '../store/store.ts';
import { conversationKeyOf, projectEvent } from './projection.ts';

/** Effect of a `brain.ingest` event: its conversation knows of it. Other types have none yet. */
export function createProjectionEffect(store: Store, onSaved: () => void): Effect {
  return async (event, now) => {
    if (event.eventType !== 'brain.ingest' || !event.body || !isSigned(event)) return;
    // The generic ingress takes any object, whatever it calls itself.
    const parsed = brainIngestEventSchema.safeParse(JSON.parse(new TextDecoder().decode(event.body)));
    const ingest = parsed.data;
    if (ingest?.workspace_id !== event.workspaceId || ingest.source !== event.source) return;
    await store.saveConversation(conversationKeyOf(ingest), now, (current) => projectEvent(current, ingest));
    onSaved();
  };
}

/** Only what is signed may say what a conversation holds. */
function isSigned({ proof }: ClaimedEvent): boolean {
  return proof === 'strong' || proof === 'body';
}
