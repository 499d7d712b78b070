import type {
  ClaimedEvent,
  InboxClaim,
  InboxCounts,
  InboxFailure,
  InboxReplay,
  InboxSettlement,
  InboxStore,
} from '../inbox-store.ts';
import type { InboxRow, MemoryContext, MemoryTables } from './context.ts';
import { saveConversation } from './conversations.ts';
import { appendOutbox } from './outbox.ts';

export function createInboxStore({ tables, run }: MemoryContext): InboxStore {
  return {
    claimInbox: (claim) => run(() => claimDue(tables, claim)),
    releaseLeases: (now) => run(() => releaseLeases(tables, now)),
    settleInbox: (settlement) => run(() => settleFirst(tables, settlement)),
    failInbox: ({ error, retryAt, ...lease }) =>
      run(() => release(tables, lease, { state: 'failed', error, dueAt: retryAt })),
    parkInbox: ({ error, ...lease }) => run(() => release(tables, lease, { state: 'parked', error, dueAt: null })),
    replayInbox: (query) => run(() => replay(tables, query)),
    nextInboxDueAt: () => run(() => waitingOf(tables)[0]?.dueAt ?? null),
    countInbox: () => run(() => count(tables)),
  };
}

/** Those that are or will be due, by time, then in order of arrival. */
function waitingOf({ inbox }: MemoryTables): (InboxRow & { dueAt: number })[] {
  const waiting = inbox.filter((row): row is InboxRow & { dueAt: number } => row.dueAt !== null);
  return waiting.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id);
}

function claimDue(tables: MemoryTables, { now, leaseMs, limit, token, isBegun }: InboxClaim): ClaimedEvent[] {
  const isMeant = (row: InboxRow) => isBegun === undefined || isBegun === row.attempts > 0;
  const due = waitingOf(tables).filter((row) => row.dueAt <= now && isMeant(row));
  const claimed = due.slice(0, limit).sort((a, b) => a.id - b.id);
  return claimed.map((row) => {
    row.dueAt = now + leaseMs;
    row.token = token;
    row.attempts += 1;
    const { workspaceId, source, eventType, sourceIdentifier, proof, body, bodyDigest, receivedAt } = row.event;
    const { id, attempts } = row;
    return { id, workspaceId, source, eventType, sourceIdentifier, proof, body, bodyDigest, receivedAt, attempts };
  });
}

function releaseLeases(tables: MemoryTables, now: number): void {
  for (const row of waitingOf(tables)) {
    if (row.token === null || row.dueAt <= now) continue;
    row.dueAt = now;
    row.token = null;
  }
}

function release(
  { inbox }: MemoryTables,
  { id, token }: Omit<InboxFailure, 'error'>,
  change: Pick<InboxRow, 'state' | 'error' | 'dueAt'>,
): boolean {
  const row = inbox[id - 1];
  if (!row || row.token !== token) return false;
  Object.assign(row, change, { token: null });
  return true;
}

/** One at a time: there is no transaction that would take the others back when one throws. */
function settleFirst(tables: MemoryTables, { effects: [effect], token, now }: InboxSettlement): number {
  if (!effect) return 0;
  const { id, events, update } = effect;
  if (tables.inbox[id - 1]?.token !== token) return 1;
  if (update) saveConversation(tables, update, { now, before: events });
  else appendOutbox(tables, events);
  release(tables, { id, token }, { state: 'done', error: null, dueAt: null });
  return 1;
}

function replay({ inbox }: MemoryTables, { workspaceId, now, ...named }: InboxReplay): number {
  const { id, eventId, source, state, from, to } = named;
  const meant = inbox.filter(
    ({ event, ...row }) =>
      event.workspaceId === workspaceId &&
      row.state !== 'pending' &&
      row.token === null &&
      event.body !== null &&
      (id ?? row.id) === row.id &&
      (eventId ?? event.eventId) === event.eventId &&
      (source ?? event.source) === event.source &&
      (state ?? row.state) === row.state &&
      event.receivedAt >= (from ?? event.receivedAt) &&
      event.receivedAt < (to ?? Number.POSITIVE_INFINITY),
  );
  for (const row of meant) Object.assign(row, { state: 'pending', attempts: 0, error: null, dueAt: now });
  return meant.length;
}

function count(tables: MemoryTables): InboxCounts {
  const waiting = waitingOf(tables);
  const arrivals = waiting.map((row) => row.event.receivedAt);
  return {
    waiting: waiting.length,
    parked: tables.inbox.filter((row) => row.state === 'parked').length,
    oldestWaitingAt: arrivals.length ? Math.min(...arrivals) : null,
  };
}
