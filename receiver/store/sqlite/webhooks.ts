import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type {
  DisabledReason,
  NewWebhook,
  Webhook,
  WebhookQuery,
  WebhookSettings,
  WebhookStore,
  WebhookTarget,
  WebhookUpdate,
} from '../webhook-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';
import { targetRow, webhookRow } from './webhook-rows.ts';

const countRow = z.object({ count: z.number() });

/** Column of each setting and how it is kept. */
const COLUMNS: { [Name in keyof WebhookSettings]: [string, (value: WebhookSettings[Name]) => SQLInputValue] } = {
  name: ['name', (value) => value],
  url: ['url', (value) => value],
  eventTypes: ['event_types', (value) => JSON.stringify(value)],
  description: ['description', (value) => value],
  timeoutMs: ['timeout_ms', (value) => value],
  ratePerMinute: ['rate_per_minute', (value) => value],
  headers: ['headers', (value) => JSON.stringify(value)],
  fields: ['fields', (value) => (value === null ? null : JSON.stringify(value))],
  isOrdered: ['is_ordered', (value) => Number(value)],
};

export function createWebhookStore({ database, run }: SqliteContext): WebhookStore {
  const webhooks = new SqliteWebhooks(database);
  return {
    createWebhook: (webhook) => run(() => webhooks.create(webhook)),
    findWebhook: (workspaceId, id) => run(() => webhooks.find(workspaceId, id)?.webhook ?? null),
    listWebhooks: (query) => run(() => webhooks.list(query)),
    updateWebhook: (change) => run(() => inTransaction(database, () => webhooks.update(change))),
    deleteWebhook: (workspaceId, id) => run(() => inTransaction(database, () => webhooks.delete(workspaceId, id))),
    rotateWebhookSecret: (rotation) => run(() => webhooks.rotate(rotation)),
    setWebhookEncryptionKey: (change) => run(() => webhooks.setEncryptionKey(change)),
    webhookTargets: () => run(() => webhooks.targets()),
  };
}

export class SqliteWebhooks {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #setAside;
  readonly #switch;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT * FROM webhooks WHERE webhook_id = ? AND workspace_id = ?');
    this.#setAside = database.prepare(
      `UPDATE webhook_deliveries SET state = 'skipped_disabled', due_at = NULL, lease_token = NULL
       WHERE webhook = ? AND state IN ('pending', 'failed')`,
    );
    this.#switch = database.prepare(
      `UPDATE webhooks SET is_active = ?, disabled_at = ?, disabled_reason = ?, failing_since = NULL, failures = 0,
         next_due_at = NULL, updated_at = ? WHERE id = ?`,
    );
  }

  create({ id, workspaceId, isActive, secret, createdAt, ...settings }: NewWebhook): Webhook {
    const { columns, values } = columnsOf(settings);
    const disabled = isActive ? [null, null] : [createdAt, 'by_hand'];
    this.#database
      .prepare(
        `INSERT INTO webhooks (webhook_id, workspace_id, is_active, secret, created_at, updated_at, disabled_at,
           disabled_reason, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${columns.map(() => '?').join(', ')})`,
      )
      .run(id, workspaceId, Number(isActive), secret, createdAt, createdAt, ...disabled, ...values);
    return this.#mustFind(workspaceId, id);
  }

  find(workspaceId: string, id: string): { key: number; webhook: Webhook } | null {
    const row = this.#find.get(id, workspaceId);
    return row ? webhookRow.parse(row) : null;
  }

  list({ workspaceId, active, limit, offset = 0, before = Number.MAX_SAFE_INTEGER }: WebhookQuery) {
    const where = `workspace_id = ?${active === null ? '' : ' AND is_active = ?'}`;
    const values = [workspaceId, ...(active === null ? [] : [Number(active)])];
    const total = this.#database.prepare(`SELECT COUNT(*) AS count FROM webhooks WHERE ${where}`).get(...values);
    const rows = this.#database
      .prepare(`SELECT * FROM webhooks WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ? OFFSET ?`)
      .all(...values, before, limit + 1, offset)
      .map((row) => webhookRow.parse(row));
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? (page.at(-1)?.key ?? null) : null;
    return { items: page.map(({ webhook }) => webhook), total: countRow.parse(total).count, next };
  }

  update({ workspaceId, id, settings, active, now }: WebhookUpdate): Webhook | null {
    const found = this.find(workspaceId, id);
    if (!found) return null;
    const { columns, values } = columnsOf(settings);
    if (columns.length > 0) {
      const sets = columns.map((column) => `${column} = ?`).join(', ');
      this.#database.prepare(`UPDATE webhooks SET ${sets}, updated_at = ? WHERE id = ?`).run(...values, now, found.key);
    }
    if (settings.isOrdered === false) this.#releaseBehind(found.key, now);
    if (active === false && found.webhook.isActive) this.disable(found.key, 'by_hand', now);
    if (active === true && !found.webhook.isActive) this.#switch.run(1, null, null, now, found.key);
    return this.#mustFind(workspaceId, id);
  }

  /** For use inside a transaction. */
  disable(key: number, reason: DisabledReason, now: number): void {
    this.#switch.run(0, now, reason, now, key);
    this.#setAside.run(key);
  }

  delete(workspaceId: string, id: string): boolean {
    const found = this.find(workspaceId, id);
    if (!found) return false;
    for (const sql of [
      'DELETE FROM webhook_attempts WHERE delivery IN (SELECT id FROM webhook_deliveries WHERE webhook = ?)',
      'DELETE FROM webhook_deliveries WHERE webhook = ?',
      'DELETE FROM webhooks WHERE id = ?',
    ])
      this.#database.prepare(sql).run(found.key);
    return true;
  }

  rotate({ workspaceId, id, secret, overlapUntil, now }: Parameters<WebhookStore['rotateWebhookSecret']>[0]) {
    this.#database
      .prepare(
        `UPDATE webhooks SET previous_secret = secret, previous_until = ?, secret = ?, updated_at = ?
         WHERE webhook_id = ? AND workspace_id = ?`,
      )
      .run(overlapUntil, secret, now, id, workspaceId);
    return this.find(workspaceId, id)?.webhook ?? null;
  }

  setEncryptionKey({ workspaceId, id, key, now }: Parameters<WebhookStore['setWebhookEncryptionKey']>[0]) {
    this.#database
      .prepare('UPDATE webhooks SET encryption_key = ?, updated_at = ? WHERE webhook_id = ? AND workspace_id = ?')
      .run(key, now, id, workspaceId);
    return this.find(workspaceId, id)?.webhook ?? null;
  }

  targets(): WebhookTarget[] {
    const rows = this.#database.prepare('SELECT webhook_id, workspace_id, event_types, fields FROM webhooks').all();
    return rows.map((row) => targetRow.parse(row));
  }

  /** Without order nothing waits behind another. */
  #releaseBehind(key: number, now: number): void {
    const behind = `webhook = ? AND due_at IS NULL AND state IN ('pending', 'failed')`;
    const { changes } = this.#database
      .prepare(`UPDATE webhook_deliveries SET due_at = ? WHERE ${behind}`)
      .run(now, key);
    if (Number(changes) > 0) this.#database.prepare('UPDATE webhooks SET next_due_at = ? WHERE id = ?').run(now, key);
  }

  #mustFind(workspaceId: string, id: string): Webhook {
    const found = this.find(workspaceId, id);
    if (!found) throw new Error(`webhook ${id} is gone`);
    return found.webhook;
  }
}

function columnsOf(settings: Partial<WebhookSettings>): { columns: string[]; values: SQLInputValue[] } {
  const given = Object.entries(COLUMNS).flatMap(([name, [column, keep]]): [string, SQLInputValue][] => {
    const value = settings[name as keyof WebhookSettings];
    // Each column's own function takes its setting's own type, which a loop over all cannot know.
    return value === undefined ? [] : [[column, (keep as (value: unknown) => SQLInputValue)(value)]];
  });
  return { columns: given.map(([column]) => column), values: given.map(([, value]) => value) };
}
