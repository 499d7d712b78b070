import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type {
  ClaimedDelivery,
  DeliveryClaim,
  FinishedAttempt,
  NewDelivery,
  WebhookDeliveryStore,
} from '../webhook-delivery-store.ts';
import type { Webhook } from '../webhook-store.ts';
import { SqliteOutbox } from './outbox.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';
import { SqliteWebhookLog } from './webhook-log.ts';
import { webhookRow } from './webhook-rows.ts';
import { SqliteWebhooks } from './webhooks.ts';

const cursorRow = z.object({ cursor: z.number() });
const keyRow = z.object({ id: z.number(), is_active: z.number(), is_ordered: z.number() });
const claimedRow = z.object({
  id: z.number(),
  outbox_id: z.number().nullable(),
  event_id: z.string(),
  event_type: z.string(),
  body: z.string().nullable(),
  attempts: z.number(),
});
const ratedRow = z.object({ webhook_id: z.string(), rate_per_minute: z.number() });
const dueRow = z.object({ webhook_id: z.string(), next_due_at: z.number() });
const finishedRow = z.object({ webhook: z.number(), subject: z.string().nullable() });

export function createWebhookDeliveryStore({ database, run, runRedoable }: SqliteContext): WebhookDeliveryStore {
  const webhooks = new SqliteWebhooks(database);
  const outbox = new SqliteOutbox(database);
  const deliveries = new SqliteWebhookDeliveries(database, webhooks, outbox);
  const webhookLog = new SqliteWebhookLog(database, webhooks, outbox);
  const write = <Result>(work: () => Result) => run(() => inTransaction(database, work));
  const redoable = <Result>(work: () => Result) => runRedoable(() => inTransaction(database, work));
  return {
    fanOutCursor: () => run(() => deliveries.cursor()),
    fanOut: (batch) => write(() => deliveries.fanOut(batch)),
    addDelivery: (delivery) => write(() => webhookLog.add(delivery)),
    // A claim that a power cut undoes is made again, and the delivery with it: at least once. So is what came of an attempt;
    // a receiver that is killed loses neither.
    claimDeliveries: (claim) => redoable(() => deliveries.claim(claim)),
    releaseDeliveryLeases: (now) => write(() => deliveries.releaseLeases(now)),
    finishAttempts: (attempts, autoDisable) => redoable(() => deliveries.finish(attempts, autoDisable)),
    nextDeliveryDueAt: (isLeftOut) => run(() => deliveries.nextDueAt(isLeftOut)),
    listDeliveries: (query) => run(() => webhookLog.list(query)),
    countDeliveries: (filter) => run(() => webhookLog.count(filter)),
    findDelivery: (workspaceId, id) => run(() => webhookLog.find(workspaceId, id)),
    attemptsOf: (ids) => run(() => webhookLog.attemptsOf(ids)),
    replayDeliveries: (query) => write(() => webhookLog.replay(query)),
    pruneDeliveries: (query) => write(() => webhookLog.prune(query)),
  };
}

/** The engine's side of the deliveries. Every method is for use inside a transaction. */
class SqliteWebhookDeliveries {
  readonly #database: DatabaseSync;
  readonly #webhooks: SqliteWebhooks;
  readonly #outbox: SqliteOutbox;
  readonly #statements;

  constructor(database: DatabaseSync, webhooks: SqliteWebhooks, outbox: SqliteOutbox) {
    this.#database = database;
    this.#webhooks = webhooks;
    this.#outbox = outbox;
    this.#statements = prepare(database);
  }

  cursor(): number {
    return cursorRow.parse(this.#database.prepare('SELECT cursor FROM webhook_fan_out').get()).cursor;
  }

  fanOut({ after, upTo, deliveries, now }: Parameters<WebhookDeliveryStore['fanOut']>[0]): void {
    if (this.cursor() !== after) return;
    for (const delivery of deliveries) this.#insert(delivery, now);
    this.#database.prepare('UPDATE webhook_fan_out SET cursor = ?').run(upTo);
  }

  #insert({ webhookId, outboxId, eventId, eventType, subject }: NewDelivery, now: number): void {
    const found = this.#statements.webhook.get(webhookId);
    if (!found) return;
    const { id: key, is_active, is_ordered } = keyRow.parse(found);
    const lane = is_ordered === 1 ? subject : null;
    const isBehind = lane !== null && this.#statements.firstOfSubject.get(key, lane) !== undefined;
    const dueAt = is_active === 0 || isBehind ? null : now;
    const state = is_active === 0 ? 'skipped_disabled' : 'pending';
    this.#statements.insert.run(key, outboxId, eventId, eventType, lane, state, now, dueAt, webhookId);
    if (dueAt !== null) this.#statements.dueEarlier.run(dueAt, dueAt, key);
  }

  claim({ now, leaseMs, token, limit, slotsOf }: DeliveryClaim): ClaimedDelivery[] {
    const claimed: ClaimedDelivery[] = [];
    for (const row of this.#statements.dueWebhooks.all(now)) {
      // Under load nearly all are busy: the rest of such a row is not read.
      const { webhook_id: id, rate_per_minute: ratePerMinute } = ratedRow.parse(row);
      const share = Math.min(slotsOf({ id, ratePerMinute }), limit - claimed.length);
      if (share <= 0) continue;
      const { key, webhook } = webhookRow.parse(row);
      claimed.push(...this.#claimOf(key, webhook, { now, until: now + leaseMs, token, share }));
      if (claimed.length === limit) break;
    }
    return claimed;
  }

  #claimOf(
    key: number,
    webhook: Webhook,
    by: { now: number; until: number; token: string; share: number },
  ): ClaimedDelivery[] {
    const rows = this.#statements.claim
      .all(by.until, by.token, key, by.now, by.share)
      .map((row) => claimedRow.parse(row));
    this.#statements.recount.run(key, key);
    return rows
      .toSorted((a, b) => a.id - b.id)
      .map((row) => ({
        id: row.id,
        webhook,
        eventId: row.event_id,
        eventType: row.event_type,
        // Rows of the outbox outlive their deliveries.
        body: row.body ?? this.#outbox.findPayload(row.outbox_id ?? 0) ?? '{}',
        attempts: row.attempts,
      }));
  }

  releaseLeases(now: number): void {
    this.#database
      .prepare('UPDATE webhook_deliveries SET due_at = ?, lease_token = NULL WHERE lease_token IS NOT NULL')
      .run(now);
    this.#database.exec(
      'UPDATE webhooks SET next_due_at = (SELECT MIN(due_at) FROM webhook_deliveries WHERE webhook = webhooks.id AND due_at IS NOT NULL)',
    );
  }

  finish(
    attempts: readonly FinishedAttempt[],
    autoDisable: Parameters<WebhookDeliveryStore['finishAttempts']>[1],
  ): void {
    const touched = new Set<number>();
    for (const one of attempts) {
      const found = this.#finishOne(one);
      if (!found) continue;
      touched.add(found.webhook);
      this.#judge(found.webhook, one, autoDisable);
    }
    for (const key of touched) this.#statements.recount.run(key, key);
  }

  #finishOne({ deliveryId, token, attempt, next }: FinishedAttempt) {
    const { at, url, requestHeaders, statusCode, error, durationMs, response } = attempt;
    this.#statements.log.run(
      at,
      url,
      JSON.stringify(requestHeaders),
      statusCode,
      error,
      durationMs,
      response,
      deliveryId,
    );
    const dueAt = next.state === 'failed' ? next.dueAt : null;
    const answered = Math.floor((statusCode ?? 0) / 100);
    const row = this.#statements.finish.get(next.state, dueAt, statusCode, error, answered, deliveryId, token);
    if (!row) return null;
    const finished = finishedRow.parse(row);
    if (finished.subject !== null && next.state !== 'failed')
      this.#statements.promote.run(at + attempt.durationMs, finished.webhook, finished.subject);
    return finished;
  }

  /** Keeps the count of a webhook's failures and switches it off where that is due. */
  #judge(key: number, { attempt, next, disable }: FinishedAttempt, autoDisable: { afterMs: number; failures: number }) {
    if (next.state === 'delivered') {
      this.#statements.succeeded.run(key);
      return;
    }
    if (attempt.error === 'content_gone') return; // the target was not asked
    this.#statements.failed.run(attempt.at, key);
    const row = this.#database.prepare('SELECT * FROM webhooks WHERE id = ? AND is_active = 1').get(key);
    if (!row) return;
    const { webhook } = webhookRow.parse(row);
    const failingForMs = attempt.at - (webhook.failingSince ?? attempt.at);
    const isFailing = webhook.failures >= autoDisable.failures && failingForMs >= autoDisable.afterMs;
    const reason = disable ?? (isFailing ? 'failing' : null);
    if (reason === null) return;
    this.#webhooks.disable(key, reason, attempt.at);
    this.#outbox.append([
      {
        workspaceId: webhook.workspaceId,
        type: 'webhook.disabled',
        subject: null,
        onceKey: `webhook.disabled:${webhook.id}:${attempt.at}`,
        at: attempt.at,
        data: { webhook_id: webhook.id, name: webhook.name, url: webhook.url, reason },
      },
    ]);
  }

  nextDueAt(isLeftOut: (webhookId: string) => boolean): number | null {
    for (const row of this.#statements.nextDue.iterate()) {
      const { webhook_id, next_due_at } = dueRow.parse(row);
      if (!isLeftOut(webhook_id)) return next_due_at;
    }
    return null;
  }
}

function prepare(database: DatabaseSync) {
  const earliest = 'SELECT MIN(due_at) FROM webhook_deliveries WHERE webhook = ? AND due_at IS NOT NULL';
  return {
    webhook: database.prepare('SELECT id, is_active, is_ordered FROM webhooks WHERE webhook_id = ?'),
    firstOfSubject: database.prepare(
      `SELECT id FROM webhook_deliveries WHERE webhook = ? AND subject = ? AND state IN ('pending', 'failed') LIMIT 1`,
    ),
    insert: database.prepare(
      `INSERT INTO webhook_deliveries (webhook, outbox_id, event_id, event_type, subject, state, created_at, due_at,
         workspace_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT workspace_id FROM webhooks WHERE webhook_id = ?)) ON CONFLICT DO NOTHING`,
    ),
    dueEarlier: database.prepare(
      'UPDATE webhooks SET next_due_at = ? WHERE (next_due_at IS NULL OR next_due_at > ?) AND id = ?',
    ),
    dueWebhooks: database.prepare('SELECT * FROM webhooks WHERE next_due_at <= ? ORDER BY next_due_at'),
    claim: database.prepare(
      `UPDATE webhook_deliveries SET due_at = ?, lease_token = ?, attempts = attempts + 1
       WHERE id IN (SELECT id FROM webhook_deliveries WHERE webhook = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?)
       RETURNING id, outbox_id, event_id, event_type, body, attempts`,
    ),
    recount: database.prepare(`UPDATE webhooks SET next_due_at = (${earliest}) WHERE id = ?`),
    log: database.prepare(
      `INSERT INTO webhook_attempts (delivery, at, url, request_headers, status_code, error, duration_ms, response)
       SELECT id, ?, ?, ?, ?, ?, ?, ? FROM webhook_deliveries WHERE id = ?`,
    ),
    finish: database.prepare(
      `UPDATE webhook_deliveries SET state = ?, due_at = ?, last_status = ?, last_error = ?, last_class = ?,
         lease_token = NULL WHERE id = ? AND lease_token = ? RETURNING webhook, subject`,
    ),
    promote: database.prepare(
      `UPDATE webhook_deliveries SET due_at = ? WHERE id = (SELECT MIN(id) FROM webhook_deliveries
         WHERE webhook = ? AND subject = ? AND state IN ('pending', 'failed')) AND due_at IS NULL`,
    ),
    succeeded: database.prepare(
      'UPDATE webhooks SET failing_since = NULL, failures = 0 WHERE id = ? AND failing_since IS NOT NULL',
    ),
    failed: database.prepare(
      'UPDATE webhooks SET failing_since = COALESCE(failing_since, ?), failures = failures + 1 WHERE id = ?',
    ),
    nextDue: database.prepare(
      'SELECT webhook_id, next_due_at FROM webhooks WHERE next_due_at IS NOT NULL ORDER BY next_due_at',
    ),
  };
}
