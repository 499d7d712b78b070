import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type Delivery,
  type DeliveryAttempt,
  type DeliveryFilter,
  type DeliveryQuery,
  MAX_COUNTED,
  type WebhookDeliveryStore,
} from '../webhook-delivery-store.ts';
import { SqliteDeliveryFilter } from './delivery-filter.ts';
import type { SqliteOutbox } from './outbox.ts';
import { attemptRow, deliveryRow } from './webhook-rows.ts';
import type { SqliteWebhooks } from './webhooks.ts';

const countRow = z.object({ count: z.number() });
const bodyRow = z.object({ body: z.string().nullable(), outbox_id: z.number().nullable() });
const keyRow = z.object({ webhook: z.number() });

const COLUMNS = `d.id, (SELECT webhook_id FROM webhooks WHERE id = d.webhook) AS webhook_id, d.event_id, d.event_type, d.state,
  d.attempts, d.created_at, d.due_at, d.last_status, d.last_error, d.body, d.outbox_id`;

/** What people see of the deliveries, and what they do with them. */
export class SqliteWebhookLog {
  readonly #database: DatabaseSync;
  readonly #webhooks: SqliteWebhooks;
  readonly #outbox: SqliteOutbox;
  readonly #filter: SqliteDeliveryFilter;

  constructor(database: DatabaseSync, webhooks: SqliteWebhooks, outbox: SqliteOutbox) {
    this.#database = database;
    this.#webhooks = webhooks;
    this.#outbox = outbox;
    this.#filter = new SqliteDeliveryFilter(database);
  }

  list(query: DeliveryQuery): { items: Delivery[]; next: number | null } {
    const { table, where, values } = this.#filter.select(query);
    const rows = this.#database
      .prepare(`SELECT ${COLUMNS} FROM ${table} WHERE ${where} AND d.id < ? ORDER BY d.id DESC LIMIT ? OFFSET ?`)
      .all(...values, query.before ?? Number.MAX_SAFE_INTEGER, query.limit + 1, query.offset ?? 0);
    const items = rows.slice(0, query.limit).map((row) => deliveryRow.parse(row));
    return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
  }

  count(query: DeliveryFilter): number {
    const { table, where, values } = this.#filter.select(query);
    const row = this.#database
      .prepare(`SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT ?)`)
      .get(...values, MAX_COUNTED);
    return countRow.parse(row).count;
  }

  find(workspaceId: string, id: number): { delivery: Delivery; body: string | null } | null {
    const row = this.#database
      .prepare(`SELECT ${COLUMNS} FROM webhook_deliveries AS d WHERE d.id = ? AND d.workspace_id = ?`)
      .get(id, workspaceId);
    if (!row) return null;
    const { body, outbox_id } = bodyRow.parse(row);
    return { delivery: deliveryRow.parse(row), body: body ?? this.#outbox.findPayload(outbox_id ?? 0) };
  }

  attemptsOf(deliveryIds: readonly number[]): Map<number, DeliveryAttempt[]> {
    const attempts = new Map<number, DeliveryAttempt[]>(deliveryIds.map((id) => [id, []]));
    const rows = this.#database
      .prepare('SELECT * FROM webhook_attempts WHERE delivery IN (SELECT value FROM json_each(?)) ORDER BY id')
      .all(JSON.stringify(deliveryIds));
    for (const row of rows) {
      const { deliveryId, attempt } = attemptRow.parse(row);
      attempts.get(deliveryId)?.push(attempt);
    }
    return attempts;
  }

  add({ workspaceId, webhookId, eventId, eventType, body, now }: Parameters<WebhookDeliveryStore['addDelivery']>[0]) {
    const found = this.#webhooks.find(workspaceId, webhookId);
    if (!found) return null;
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO webhook_deliveries (webhook, workspace_id, event_id, event_type, body, state, created_at, due_at)
         VALUES (?, ?, ?, ?, ?, 'pending', ?, ?)`,
      )
      .run(found.key, workspaceId, eventId, eventType, body, now, now);
    this.#dueNow(found.key, now);
    return this.find(workspaceId, Number(lastInsertRowid))?.delivery ?? null;
  }

  replay({ now, ids, ...filter }: DeliveryFilter & { now: number; ids?: readonly number[] }): number {
    const { table, where, values } = this.#filter.select(filter);
    const only = ids ? ' AND d.id IN (SELECT value FROM json_each(?))' : '';
    const rows = this.#database
      .prepare(
        `UPDATE ${table} SET state = 'pending', attempts = 0, due_at = ?
         WHERE ${where}${only} AND d.lease_token IS NULL AND d.webhook IN (SELECT id FROM webhooks WHERE is_active = 1)
         RETURNING webhook`,
      )
      .all(now, ...values, ...(ids ? [JSON.stringify(ids)] : []));
    for (const key of new Set(rows.map((row) => keyRow.parse(row).webhook))) this.#dueNow(key, now);
    return rows.length;
  }

  prune({ before, limit }: { before: number; limit: number }): number {
    const old = `SELECT id FROM webhook_deliveries
      WHERE created_at < ? AND state IN ('delivered', 'exhausted', 'skipped_disabled') ORDER BY id LIMIT ?`;
    this.#database.prepare(`DELETE FROM webhook_attempts WHERE delivery IN (${old})`).run(before, limit);
    return Number(
      this.#database.prepare(`DELETE FROM webhook_deliveries WHERE id IN (${old})`).run(before, limit).changes,
    );
  }

  #dueNow(key: number, now: number): void {
    this.#database
      .prepare('UPDATE webhooks SET next_due_at = MIN(COALESCE(next_due_at, ?), ?) WHERE id = ?')
      .run(now, now, key);
  }
}
