import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startReceiver } from '../../scripts/receiver-process.ts';
import { makeNewWebhook } from '../../receiver/store/conformance/webhook-fixtures.ts';
import { openSqliteStore } from '../../receiver/store/sqlite/sqlite-store.ts';
import { percentile, WORKSPACE } from './outgoing-world.ts';

const STORED = 1_000_000;
/** One state of five hundred and one type of a thousand are rare: a filter that finds little reads the most. */
const RARE = { state: 500, type: 1000 };
const ROUNDS = 20;
const START_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 10_000;
const SECRET = 'a secret without a prefix, for the bench';

const at = (share: number) => new Date(START_MS + STORED * share * STEP_MS).toISOString();
const TIMES = { all: {}, old: { from: at(0), to: at(0.01) }, late: { from: at(0.99) }, none: { from: at(2) } };

/** How long the log's API takes for any filter, with a million deliveries stored. */
export async function benchLog(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'brainpost-bench-'));
  const options = { dataDir: dir, env: { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET } };
  try {
    const first = await startReceiver(options);
    await first.stop();
    await fill(join(dir, 'brainpost.db'));
    const receiver = await startReceiver(options);
    try {
      await measure(`${receiver.url}/api/v1/workspaces/${WORKSPACE}/webhooks/wh_1/deliveries`, first.adminToken ?? '');
    } finally {
      await receiver.stop();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function measure(url: string, token: string): Promise<void> {
  const worst = { ms: 0, filter: '' };
  const all: number[] = [];
  for (const filter of filters()) {
    const timesMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startMs = performance.now();
      const response = await fetch(`${url}?${filter}`, { headers: { authorization: `Bearer ${token}` } });
      await response.text();
      timesMs.push(performance.now() - startMs);
      if (response.status !== 200) throw new Error(`${filter}: ${response.status}`);
    }
    const p95 = percentile(timesMs, 0.95);
    all.push(...timesMs);
    if (p95 > worst.ms) Object.assign(worst, { ms: p95, filter: String(filter) });
  }
  console.log(
    `log of ${STORED} deliveries: p95 ${percentile(all, 0.95).toFixed(1)} ms over all filters (aim: 50), ` +
      `${worst.ms.toFixed(1)} ms with the slowest, ${worst.filter || 'none'}`,
  );
}

function filters(): URLSearchParams[] {
  const made: Record<string, string>[] = [];
  for (const status of [null, 'delivered', 'exhausted'])
    for (const type of [null, 'chat.message', 'document.failed'])
      for (const statusClass of [null, '2', '4'])
        for (const times of Object.values(TIMES))
          made.push({
            limit: '50',
            ...(status && { status }),
            ...(type && { event_type: type }),
            ...(statusClass && { status_class: statusClass }),
            ...times,
          });
  return made.map((fields) => new URLSearchParams(fields));
}

/** Finished deliveries of one webhook, each with an attempt, of a receiver that does not run. */
async function fill(path: string): Promise<void> {
  const opened = openSqliteStore(path);
  if (!opened.ok) throw new Error(opened.message);
  await opened.store.createWebhook(makeNewWebhook({ workspaceId: WORKSPACE, isActive: false }));
  await opened.store.close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
  database.exec(
    `INSERT INTO webhook_deliveries (webhook, workspace_id, event_id, event_type, state, attempts, created_at, last_status, last_class)
       WITH RECURSIVE counter (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counter WHERE n < ${STORED - 1})
       SELECT (SELECT id FROM webhooks), '${WORKSPACE}', 'evt_' || n,
         iif(n % ${RARE.type} = 7, 'document.failed', 'chat.message'),
         iif(n % ${RARE.state} = 7, 'exhausted', 'delivered'), 1, ${START_MS} + n * ${STEP_MS},
         iif(n % ${RARE.state} = 7, 404, 200), iif(n % ${RARE.state} = 7, 4, 2) FROM counter;
     INSERT INTO webhook_attempts (delivery, at, url, request_headers, status_code, duration_ms, response)
       SELECT id, created_at, 'https://example.com/hook', '{}', last_status, 12, 'ok' FROM webhook_deliveries`,
  );
  database.close();
}
