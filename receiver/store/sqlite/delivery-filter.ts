import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type { DeliveryFilter } from '../webhook-delivery-store.ts';

/** Rows that are looked at to see how many an index would have to read: few first, since a rare value shows at once. */
const LOOKED_AT = [100, 10_000];
/** How far a clock that was set back may have disordered the times of deliveries. */
const CLOCK_SLACK_MS = 3_600_000;

const idRow = z.object({ id: z.number() });
const timeRow = z.object({ id: z.number(), created_at: z.number() });
const countRow = z.object({ count: z.number() });

/** What finds the deliveries `d` of a filter: the table with the index to use, the condition, and its values. */
export interface DeliverySelection {
  readonly table: string;
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

interface Way {
  readonly index: string;
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * Chooses how the deliveries of a filter are read. SQLite knows how often a value stands in a column on the average only, and a log
 * is nearly all one state and one type: so a few rows of each index are counted, and the one with the fewest is read.
 */
export class SqliteDeliveryFilter {
  readonly #database: DatabaseSync;
  readonly #lastId;
  readonly #timeAt;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#lastId = database.prepare('SELECT COALESCE(MAX(id), 0) AS id FROM webhook_deliveries');
    this.#timeAt = database.prepare('SELECT id, created_at FROM webhook_deliveries WHERE id >= ? ORDER BY id LIMIT 1');
  }

  select(filter: DeliveryFilter): DeliverySelection {
    const { from, to } = filter;
    // Ids grow with time: the bounds become bounds of the key that every index ends with.
    const firstId = from === undefined ? 0 : this.#firstSince(from - CLOCK_SLACK_MS);
    const endId = to === undefined ? Number.MAX_SAFE_INTEGER : this.#firstSince(to + CLOCK_SLACK_MS);
    const ways = this.#ways(filter);
    const bounds = [firstId, endId];
    const rest: [string, SQLInputValue][] = [];
    if (from !== undefined) rest.push(['d.created_at >= ?', from]);
    if (to !== undefined) rest.push(['d.created_at < ?', to]);
    return {
      table: `webhook_deliveries AS d INDEXED BY ${this.#narrowest(ways, bounds).index}`,
      where: [...ways.map(({ where }) => where), 'd.id >= ? AND d.id < ?', ...rest.map(([sql]) => sql)].join(' AND '),
      values: [...ways.flatMap(({ values }) => values), ...bounds, ...rest.map(([, value]) => value)],
    };
  }

  #ways({ workspaceId, webhookId, state, eventType, statusClass }: DeliveryFilter): [Way, ...Way[]] {
    const ofWorkspace = 'd.workspace_id = ?';
    const ways: [Way, ...Way[]] = [
      { index: 'webhook_deliveries_by_workspace', where: ofWorkspace, values: [workspaceId] },
    ];
    const add = (name: string, condition: string, value: SQLInputValue | undefined) => {
      if (value === undefined) return;
      const where = `${ofWorkspace} AND ${condition}`;
      ways.push({ index: `webhook_deliveries_${name}`, where, values: [workspaceId, value] });
    };
    add('by_state', 'd.state = ?', state);
    add('by_type', 'd.event_type = ?', eventType);
    add('by_class', 'd.last_class = ?', statusClass);
    if (webhookId !== undefined) {
      const where = 'd.webhook = (SELECT id FROM webhooks WHERE webhook_id = ?)';
      ways.push({ index: 'webhook_deliveries_by_webhook', where, values: [webhookId] });
    }
    return ways;
  }

  #narrowest(ways: readonly [Way, ...Way[]], bounds: readonly number[]): Way {
    for (const most of LOOKED_AT) {
      const counts = ways.map((way) => this.#countRows(way, bounds, most));
      const fewest = Math.min(...counts);
      if (fewest < most) return ways[counts.indexOf(fewest)] ?? ways[0];
    }
    return ways[0];
  }

  #countRows({ index, where, values }: Way, bounds: readonly number[], most: number): number {
    const row = this.#database
      .prepare(
        `SELECT COUNT(*) AS count FROM (SELECT 1 FROM webhook_deliveries AS d INDEXED BY ${index}
           WHERE ${where} AND d.id >= ? AND d.id < ? LIMIT ?)`,
      )
      .get(...values, ...bounds, most);
    return countRow.parse(row).count;
  }

  /** The first id whose delivery was made at a time or later, by halving; past the last one where none was. */
  #firstSince(atMs: number): number {
    let low = 1;
    let end = idRow.parse(this.#lastId.get()).id + 1;
    while (low < end) {
      const middle = Math.floor((low + end) / 2);
      const row = this.#timeAt.get(middle);
      const { id, created_at: createdAt } = row ? timeRow.parse(row) : { id: end, created_at: atMs };
      if (createdAt >= atMs) end = middle;
      else low = id + 1;
    }
    return low;
  }
}
