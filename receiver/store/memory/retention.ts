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

function forgetOutbox(tables: MemoryTables, { workspaceId, before, limit }: Query): number {
  const { outbox, deliveries, fanOut, agents, runs } = tables;
  const unsent = [...deliveries.values()].filter(
    ({ state, ...row }) => row.workspaceId === workspaceId && (state === 'pending' || state === 'failed'),
  );
  const unanswered = [...runs.values()].filter((row) => row.workspaceId === workspaceId && row.dueAt !== null);
  const firstOpen = Math.min(...[...unsent, ...unanswered].map(({ outboxId }) => outboxId ?? Number.POSITIVE_INFINITY));
  const own = [...agents.values()].filter(({ agent }) => agent.workspaceId === workspaceId && agent.isActive);
  const lookedAt = Math.min(fanOut.cursor, ...own.map(({ cursor }) => cursor));
  const old = outbox.filter(
    (row) =>
      row.workspaceId === workspaceId &&
      row.createdAt < before &&
      !row.envelope.endsWith('"data":{}}') &&
      row.id <= lookedAt &&
      row.id < firstOpen,
  );
  const forgotten = old.slice(0, limit);
  for (const row of forgotten) {
    const envelope = JSON.stringify({ ...JSON.parse(row.envelope), data: {} });
    outbox[row.id - 1] = { ...row, envelope, inboxId: null };
  }
  return forgotten.length;
}
