import type { RetentionStore } from '../retention-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';

type Query = Parameters<RetentionStore['forgetContent']>[0];

export function createRetentionStore({ tables, run }: MemoryContext): RetentionStore {
  return { forgetContent: (query) => run(() => forgetInbox(tables, query) + forgetOutbox(tables, query)) };
}

function forgetInbox({ inbox }: MemoryTables, { workspaceId, before, limit }: Query): number {
  const old = inbox.filter(
    ({ event, state, token }) =>
      event.workspaceId === workspaceId &&
      event.receivedAt < before &&
      event.body !== null &&
      state === 'done' &&
      token === null,
  );
  const forgotten = old.slice(0, limit);
  // A row's id is its place.
  for (const row of forgotten) inbox[row.id - 1] = { ...row, event: { ...row.event, body: null, headers: {} } };
  return forgotten.length;
}

function forgetOutbox({ outbox, deliveries, fanOut }: MemoryTables, { workspaceId, before, limit }: Query): number {
  const unsent = [...deliveries.values()].filter(
    ({ state, ...row }) => row.workspaceId === workspaceId && (state === 'pending' || state === 'failed'),
  );
  const firstUnsent = Math.min(...unsent.map(({ outboxId }) => outboxId ?? Number.POSITIVE_INFINITY));
  const old = outbox.filter(
    (row) =>
      row.workspaceId === workspaceId &&
      row.createdAt < before &&
      !row.envelope.endsWith('"data":{}}') &&
      row.id <= fanOut.cursor &&
      row.id < firstUnsent,
  );
  const forgotten = old.slice(0, limit);
  for (const row of forgotten) {
    const envelope = JSON.stringify({ ...JSON.parse(row.envelope), data: {} });
    outbox[row.id - 1] = { ...row, envelope, inboxId: null };
  }
  return forgotten.length;
}
