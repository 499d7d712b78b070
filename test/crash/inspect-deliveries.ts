import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { WebhookTarget } from './webhook-target.ts';

/** What the webhooks of the crash test subscribe to; known in SQL as well. */
export const WEBHOOK_TYPES = ['chat.*', 'webhook.*'];
const IS_WANTED = `(type LIKE 'chat.%' OR type LIKE 'webhook.%')`;

const idRow = z.object({ event_id: z.string() });
const deliveryRow = z.object({
  event_id: z.string(),
  state: z.string(),
  /** Attempts in the log, and those of them that say 200. */
  recorded: z.number(),
  succeeded: z.number(),
});
const countRow = z.object({ count: z.number() });

/** @param targets by the id of their webhook @returns what did not arrive, or of which the log does not tell; nothing when all is well */
export function inspectDeliveries(dataDir: string, targets: ReadonlyMap<string, WebhookTarget>): string[] {
  const database = open(dataDir);
  try {
    return [...targets].flatMap(([id, target]) => [...target.violations, ...inspectTarget(database, id, target)]);
  } finally {
    database.close();
  }
}

function inspectTarget(database: DatabaseSync, webhookId: string, target: WebhookTarget): string[] {
  const wanted = database.prepare(`SELECT event_id FROM event_outbox WHERE ${IS_WANTED}`).all();
  const deliveries = database.prepare(
    `SELECT event_id, state, (SELECT count(*) FROM webhook_attempts WHERE delivery = d.id) AS recorded,
       (SELECT count(*) FROM webhook_attempts WHERE delivery = d.id AND status_code = 200) AS succeeded
     FROM webhook_deliveries AS d WHERE webhook = (SELECT id FROM webhooks WHERE webhook_id = ?)`,
  );
  const rows = new Map(deliveries.all(webhookId).map((row) => [idRow.parse(row).event_id, deliveryRow.parse(row)]));
  return wanted.flatMap((row): string[] => {
    const { event_id: id } = idRow.parse(row);
    const arrivals = target.arrivals.get(id) ?? [];
    const delivery = rows.get(id);
    if (!arrivals.some(({ status }) => status === 200)) return [`${id} was delivered to ${webhookId} never`];
    if (delivery?.state !== 'delivered') return [`${id} is ${delivery?.state ?? 'not even a delivery'}, not delivered`];
    // What is not in the log was redone by a later receiver, whose success is.
    if (delivery.succeeded !== 1) return [`${delivery.succeeded} attempts with ${id} are recorded as a success`];
    if (delivery.recorded > arrivals.length) return [`more attempts with ${id} are recorded than were made`];
    return inspectUnrecorded(id, arrivals.length - delivery.recorded, arrivals);
  });
}

/** A receiver can leave one attempt with an event unrecorded, by being killed; the last one was not. */
function inspectUnrecorded(id: string, unrecorded: number, arrivals: readonly { life: number }[]): string[] {
  const lives = new Set(arrivals.map(({ life }) => life)).size;
  return unrecorded <= lives - 1 ? [] : [`${unrecorded} attempts with ${id} are not recorded and were not redone`];
}

/** Whether everything in the outbox became deliveries, and every delivery came to its end. */
export function areDeliveriesDone(dataDir: string): boolean {
  const database = open(dataDir);
  try {
    const left = database.prepare(
      `SELECT (SELECT count(*) FROM webhook_deliveries WHERE state IN ('pending', 'failed'))
         + (SELECT count(*) FROM event_outbox WHERE id > (SELECT cursor FROM webhook_fan_out)) AS count`,
    );
    return countRow.parse(left.get()).count === 0;
  } finally {
    database.close();
  }
}

function open(dataDir: string): DatabaseSync {
  return new DatabaseSync(join(dataDir, 'brainpost.db'), { readOnly: true, timeout: 5000 });
}
