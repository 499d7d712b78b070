import {
  type ClaimedDelivery,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryClaim,
  type DeliveryFilter,
  type FinishedAttempt,
  MAX_COUNTED,
  type NewDelivery,
  type WebhookDeliveryStore,
} from '../webhook-delivery-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { appendOutbox, payloadOf } from './outbox.ts';
import { change, disable } from './webhooks.ts';

/** A row of the deliveries. `dueAt` is `null` for what is finished, and for what waits behind another of its subject. */
export interface DeliveryRow {
  readonly id: number;
  readonly webhookId: string;
  readonly workspaceId: string;
  readonly outboxId: number | null;
  readonly eventId: string;
  readonly eventType: string;
  readonly subject: string | null;
  /** Of an event that stands in no outbox. */
  readonly body: string | null;
  readonly createdAt: number;
  readonly log: DeliveryAttempt[];
  state: Delivery['state'];
  attempts: number;
  dueAt: number | null;
  token: string | null;
  /** Whether the last attempt's result is known: the log may hold one of an attempt that lost its lease. */
  last: DeliveryAttempt | null;
}

export function createWebhookDeliveryStore({ tables, run }: MemoryContext): WebhookDeliveryStore {
  const listed = (filter: DeliveryFilter) => listOf(tables, filter);
  return {
    fanOutCursor: () => run(() => tables.fanOut.cursor),
    fanOut: ({ after, upTo, deliveries, now }) =>
      run(() => {
        if (tables.fanOut.cursor !== after) return;
        for (const delivery of deliveries) insert(tables, delivery, now);
        tables.fanOut.cursor = upTo;
      }),
    addDelivery: ({ now, workspaceId, ...delivery }) =>
      run(() => {
        if (tables.webhooks.get(delivery.webhookId)?.workspaceId !== workspaceId) return null;
        return viewOf(
          add(tables, { ...delivery, workspaceId, outboxId: null, subject: null, createdAt: now, dueAt: now }),
        );
      }),
    claimDeliveries: (claim) => run(() => claimDue(tables, claim)),
    releaseDeliveryLeases: (now) =>
      run(() => {
        for (const row of tables.deliveries.values())
          if (row.token !== null) Object.assign(row, { token: null, dueAt: now });
      }),
    finishAttempts: (attempts, autoDisable) =>
      run(() => {
        for (const attempt of attempts) finish(tables, attempt, autoDisable);
      }),
    nextDeliveryDueAt: (isLeftOut) =>
      run(() => {
        const waiting = [...tables.deliveries.values()].filter(
          (row) => row.dueAt !== null && !isLeftOut(row.webhookId),
        );
        return waiting.length > 0 ? Math.min(...waiting.map((row) => row.dueAt ?? 0)) : null;
      }),
    listDeliveries: ({ before = Number.POSITIVE_INFINITY, offset = 0, limit, ...filter }) =>
      run(() => {
        const all = listed(filter)
          .filter((row) => row.id < before)
          .toReversed();
        const items = all.slice(offset, offset + limit).map(viewOf);
        return { items, next: all.length > offset + limit ? (items.at(-1)?.id ?? null) : null };
      }),
    countDeliveries: (filter) => run(() => Math.min(listed(filter).length, MAX_COUNTED)),
    findDelivery: (workspaceId, id) =>
      run(() => {
        const row = tables.deliveries.get(id);
        return row?.workspaceId === workspaceId ? { delivery: viewOf(row), body: bodyOf(tables, row) } : null;
      }),
    attemptsOf: (ids) => run(() => new Map(ids.map((id) => [id, tables.deliveries.get(id)?.log ?? []]))),
    replayDeliveries: (query) => run(() => replay(tables, query)),
    pruneDeliveries: (query) => run(() => prune(tables, query)),
  };
}

function listOf({ deliveries }: MemoryTables, filter: DeliveryFilter): DeliveryRow[] {
  return [...deliveries.values()].filter((row) => matches(row, filter));
}

function replay(tables: MemoryTables, query: Parameters<WebhookDeliveryStore['replayDeliveries']>[0]): number {
  const { now, ids, ...filter } = query;
  const isOn = (row: DeliveryRow) => tables.webhooks.get(row.webhookId)?.isActive === true;
  const rows = listOf(tables, filter).filter(
    (row) => row.token === null && isOn(row) && (ids?.includes(row.id) ?? true),
  );
  for (const row of rows) Object.assign(row, { state: 'pending', attempts: 0, dueAt: now });
  return rows.length;
}

function prune({ deliveries }: MemoryTables, { before, limit }: { before: number; limit: number }): number {
  const isOld = (row: DeliveryRow) => row.createdAt < before && row.state !== 'pending' && row.state !== 'failed';
  const old = [...deliveries.values()].filter(isOld).slice(0, limit);
  for (const row of old) deliveries.delete(row.id);
  return old.length;
}

function matches(row: DeliveryRow, filter: DeliveryFilter): boolean {
  const { workspaceId, webhookId, state, eventType, statusClass, from = 0, to = Number.POSITIVE_INFINITY } = filter;
  const answered = row.last ? Math.floor((row.last.statusCode ?? 0) / 100) : null;
  return (
    row.workspaceId === workspaceId &&
    (webhookId ?? row.webhookId) === row.webhookId &&
    (state ?? row.state) === row.state &&
    (eventType ?? row.eventType) === row.eventType &&
    (statusClass ?? answered) === answered &&
    row.createdAt >= from &&
    row.createdAt < to
  );
}

function viewOf(row: DeliveryRow): Delivery {
  const { id, webhookId, eventId, eventType, state, attempts, createdAt, dueAt, last } = row;
  return {
    id,
    webhookId,
    eventId,
    eventType,
    state,
    attempts,
    createdAt,
    nextAttemptAt: dueAt,
    lastStatusCode: last?.statusCode ?? null,
    lastError: last?.error ?? null,
  };
}

function bodyOf(tables: MemoryTables, row: DeliveryRow): string | null {
  return row.body ?? payloadOf(tables, row.outboxId ?? 0);
}

function unfinishedOf(
  { deliveries }: MemoryTables,
  { webhookId, subject }: Pick<DeliveryRow, 'webhookId' | 'subject'>,
) {
  return [...deliveries.values()].filter(
    (row) => row.webhookId === webhookId && row.subject === subject && ['pending', 'failed'].includes(row.state),
  );
}

function insert(tables: MemoryTables, { subject, ...delivery }: NewDelivery, now: number): void {
  const webhook = tables.webhooks.get(delivery.webhookId);
  const isThere = [...tables.deliveries.values()].some(
    (row) => row.webhookId === delivery.webhookId && row.outboxId === delivery.outboxId,
  );
  if (!webhook || isThere) return;
  const lane = webhook.isOrdered ? subject : null;
  const isBehind = lane !== null && unfinishedOf(tables, { webhookId: webhook.id, subject: lane }).length > 0;
  const dueAt = !webhook.isActive || isBehind ? null : now;
  const { workspaceId } = webhook;
  const row = add(tables, { ...delivery, workspaceId, subject: lane, body: null, createdAt: now, dueAt });
  if (!webhook.isActive) row.state = 'skipped_disabled';
}

type Added = Omit<DeliveryRow, 'id' | 'log' | 'state' | 'attempts' | 'token' | 'last'>;

function add({ deliveries, fanOut }: MemoryTables, given: Added): DeliveryRow {
  fanOut.lastDelivery += 1;
  const row: DeliveryRow = {
    ...given,
    id: fanOut.lastDelivery,
    log: [],
    state: 'pending',
    attempts: 0,
    token: null,
    last: null,
  };
  deliveries.set(row.id, row);
  return row;
}

function claimDue(tables: MemoryTables, { now, leaseMs, token, limit, slotsOf }: DeliveryClaim): ClaimedDelivery[] {
  const due = [...tables.deliveries.values()].filter((row) => row.dueAt !== null && row.dueAt <= now);
  const byWebhook = Map.groupBy(due, (row) => row.webhookId);
  const taken = [...byWebhook].flatMap(([id, rows]) => {
    const webhook = tables.webhooks.get(id);
    if (!webhook) return [];
    const oldestFirst = rows.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.id - b.id);
    return oldestFirst.slice(0, slotsOf(webhook)).map((row) => ({ row, webhook }));
  });
  return taken.slice(0, limit).map(({ row, webhook }) => {
    Object.assign(row, { dueAt: now + leaseMs, token, attempts: row.attempts + 1 });
    const { id, eventId, eventType, attempts } = row;
    return { id, webhook, eventId, eventType, attempts, body: bodyOf(tables, row) ?? '' };
  });
}

function finish(
  tables: MemoryTables,
  { deliveryId, token, attempt, next, disable: disabledReason }: FinishedAttempt,
  autoDisable: { afterMs: number; failures: number },
): void {
  const row = tables.deliveries.get(deliveryId);
  if (!row) return;
  row.log.push(attempt);
  if (row.token !== token) return;
  const dueAt = next.state === 'failed' ? next.dueAt : null;
  Object.assign(row, { state: next.state, dueAt, token: null, last: attempt });
  const [behind] = row.subject === null || next.state === 'failed' ? [] : unfinishedOf(tables, row);
  if (behind) behind.dueAt ??= attempt.at + attempt.durationMs;
  const webhook = tables.webhooks.get(row.webhookId);
  if (!webhook) return;
  if (next.state === 'delivered') return void change(tables, webhook, { failingSince: null, failures: 0 });
  if (attempt.error === 'content_gone') return; // the target was not asked
  const failed = change(tables, webhook, {
    failingSince: webhook.failingSince ?? attempt.at,
    failures: webhook.failures + 1,
  });
  const failingForMs = attempt.at - (failed.failingSince ?? attempt.at);
  const isFailing = failed.failures >= autoDisable.failures && failingForMs >= autoDisable.afterMs;
  const reason = disabledReason ?? (isFailing ? 'failing' : null);
  if (reason === null || !webhook.isActive) return;
  disable(tables, failed, { reason, now: attempt.at });
  const { id, name, url, workspaceId } = webhook;
  appendOutbox(tables, [
    {
      workspaceId,
      type: 'webhook.disabled',
      subject: null,
      onceKey: `webhook.disabled:${id}:${attempt.at}`,
      at: attempt.at,
      data: { webhook_id: id, name, url, reason },
    },
  ]);
}
