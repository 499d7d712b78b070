import type { Pass } from '../inbox/waking-loop.ts';
import type { PassingBodies } from '../outbox/passing-bodies.ts';
import type { Store } from '../store/store.ts';
import type { NewDelivery } from '../store/webhook-delivery-store.ts';
import type { WebhookTarget } from '../store/webhook-store.ts';
import { matchesEventType, matchesFields } from './event-filter.ts';

/** Outbox rows that become deliveries in one transaction. */
const BATCH = 200;

/**
 * A pass that turns what is new in the outbox into deliveries, one for each webhook that wants the event.
 * @param onDeliveries told that there may be something to send
 */
export function createFanOutPass(
  { store, passing }: { store: Store; passing: PassingBodies },
  onDeliveries: () => void,
): Pass {
  return async (now) => {
    const after = await store.fanOutCursor();
    const rows = await store.readOutbox({ after, limit: BATCH });
    const last = rows.at(-1);
    if (!last) return null;
    const byWorkspace = Map.groupBy(await store.webhookTargets(), (target) => target.workspaceId);
    const deliveries = rows.flatMap((row): NewDelivery[] => {
      const { id: outboxId, eventId, type: eventType, subject } = row;
      let json: unknown;
      // Parsed once for all that look into it.
      const event = { eventType, json: () => (json ??= JSON.parse(passing.complete(row.payload).payload)) };
      const targets = (byWorkspace.get(row.workspaceId) ?? []).filter((target) => wants(target, event));
      return targets.map(({ id: webhookId }) => ({ webhookId, outboxId, eventId, eventType, subject }));
    });
    await store.fanOut({ after, upTo: last.id, deliveries, now });
    if (deliveries.length > 0) onDeliveries();
    // At once again while there is more.
    return rows.length === BATCH ? now : null;
  };
}

function wants({ eventTypes, fields }: WebhookTarget, event: { eventType: string; json: () => unknown }): boolean {
  if (!matchesEventType(eventTypes, event.eventType)) return false;
  return fields === null || matchesFields(fields, event.json());
}
