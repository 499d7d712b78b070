import type { DeliveryState } from '../webhook-delivery-store.ts';
import type { OverviewStore } from '../overview-store.ts';
import type { MemoryContext } from './context.ts';

const HOUR_MS = 3_600_000;

export function createOverviewStore({
  tables: { inbox, deliveries, conversations },
  run,
}: MemoryContext): OverviewStore {
  const eventsOf = (workspaceId: string) => inbox.filter(({ event }) => event.workspaceId === workspaceId);
  return {
    countEventsByHour: (workspaceId, from) =>
      run(() => {
        const counts = new Map<number, number>();
        for (const { event } of eventsOf(workspaceId)) {
          const hour = Math.floor(event.receivedAt / HOUR_MS);
          if (event.receivedAt >= from) counts.set(hour, (counts.get(hour) ?? 0) + 1);
        }
        return counts;
      }),
    countLastDeliveries: (workspaceId, last) =>
      run(() => {
        const newest = [...deliveries.values()].filter((row) => row.workspaceId === workspaceId).slice(-last);
        const count = (...states: DeliveryState[]) => newest.filter(({ state }) => states.includes(state)).length;
        return {
          delivered: count('delivered'),
          failed: count('failed', 'exhausted', 'skipped_disabled'),
          waiting: count('pending'),
        };
      }),
    countWaiting: (workspaceId) =>
      run(() => ({
        events: eventsOf(workspaceId).filter(({ dueAt }) => dueAt !== null).length,
        parked: eventsOf(workspaceId).filter(({ state }) => state === 'parked').length,
        failingNotes: [...conversations.values()].filter(
          (row) => row.noteDueAt !== null && row.noteAttempts > 0 && row.state.conversation.workspaceId === workspaceId,
        ).length,
      })),
  };
}
