import type { EventKey, EventQuery, EventStore, InboxEvent } from '../event-store.ts';
import type { InboxRow, MemoryContext } from './context.ts';

export function createEventStore({ tables: { inbox }, run }: MemoryContext): EventStore {
  return {
    listEvents: (query) =>
      run(() =>
        inbox
          .map(toInboxEvent)
          .filter((event) => matches(event, query))
          .toReversed()
          .slice(0, query.limit),
      ),
    findEvent: (key) =>
      run(() => {
        const row = findRow(inbox, key);
        return row ? { ...toInboxEvent(row), headers: row.event.headers, body: row.event.body } : null;
      }),
  };
}

function findRow(inbox: readonly InboxRow[], { workspaceId, id }: EventKey): InboxRow | undefined {
  return inbox.find((row) => row.id === id && row.event.workspaceId === workspaceId);
}

function matches(event: InboxEvent, query: EventQuery): boolean {
  const { workspaceId, source = event.source, eventType = event.eventType, state = event.state } = query;
  return (
    event.workspaceId === workspaceId &&
    event.source === source &&
    event.eventType === eventType &&
    event.state === state &&
    event.id < (query.beforeId ?? Infinity)
  );
}

function toInboxEvent({ id, event, state, attempts, error }: InboxRow): InboxEvent {
  const { workspaceId, source, sourceKind, eventType, eventId, sourceIdentifier, key, proof, receivedAt } = event;
  return {
    id,
    workspaceId,
    source,
    sourceKind,
    eventType,
    eventId,
    sourceIdentifier,
    key,
    proof,
    state,
    attempts,
    error,
    receivedAt,
  };
}
