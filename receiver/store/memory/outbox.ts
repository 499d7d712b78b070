import { envelopeOf, eventIdOf, type NewOutboxEvent, withPayload } from '../../outbox/outbox-event.ts';
import type { OutboxStore } from '../outbox-store.ts';
import type { MemoryContext, MemoryTables, OutboxRow } from './context.ts';

export function createOutboxStore({ tables, run }: MemoryContext): OutboxStore {
  return {
    appendOutbox: (events) => run(() => appendOutbox(tables, events)),
    readOutbox: ({ after, limit, workspaceId }) =>
      run(() =>
        tables.outbox
          .filter((row) => row.id > after && (workspaceId ?? row.workspaceId) === row.workspaceId)
          .slice(0, limit)
          .map(({ envelope: _, inboxId: __, ...row }) => ({ ...row, payload: payloadOf(tables, row.id) ?? '' })),
      ),
    lastOutboxId: () => run(() => tables.outbox.length),
  };
}

export function appendOutbox({ outbox }: MemoryTables, events: readonly NewOutboxEvent[]): void {
  for (const event of events) {
    const eventId = eventIdOf(event);
    if (outbox.some((row) => row.eventId === eventId)) continue;
    const { workspaceId, type, subject, at: createdAt, inboxId = null } = event;
    const envelope = envelopeOf(event);
    const row: OutboxRow = { id: outbox.length + 1, workspaceId, eventId, type, subject, envelope, inboxId, createdAt };
    outbox.push(row);
  }
}

/** The whole event as JSON text; `null` when there is none. */
export function payloadOf({ outbox, inbox }: MemoryTables, id: number): string | null {
  const row = outbox[id - 1];
  if (!row) return null;
  const body = row.inboxId === null ? null : (inbox[row.inboxId - 1]?.event.body ?? null);
  return withPayload(row.envelope, body && new TextDecoder().decode(body));
}
