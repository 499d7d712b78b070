import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '../../receiver/accounts/create-workspace.ts';
import type { OutboxEventType } from '../../receiver/outbox/event-types.ts';
import { PassingBodies } from '../../receiver/outbox/passing-bodies.ts';
import { readSettings } from '../../receiver/settings.ts';
import { makeNewWebhook } from '../../receiver/store/conformance/webhook-fixtures.ts';
import { openSqliteStore } from '../../receiver/store/sqlite/sqlite-store.ts';
import type { Store } from '../../receiver/store/store.ts';
import { createWebhooks, type Webhooks } from '../../receiver/webhooks/webhooks.ts';

export const WORKSPACE = 'ws_bench';
/** About the size of a message with its envelope. */
const TEXT = 'All work and no play makes a dull note. '.repeat(20);

/** The engine of the receiver on a database file, and a target in a process of its own. */
export interface OutgoingWorld {
  readonly store: Store;
  readonly webhooks: Webhooks;
  readonly sink: Sink;
  /** Puts events into the outbox. @returns nothing before they stand there */
  append(events: readonly { key: string; type: OutboxEventType }[]): Promise<void>;
  subscribe(id: string, webhook: { path: string; type: string }): Promise<void>;
  close(): Promise<void>;
}

interface Sink {
  readonly url: string;
  /** What was answered since the last time. */
  take(): Promise<[eventId: string, path: string, atMs: number][]>;
}

export async function openOutgoingWorld(): Promise<OutgoingWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'brainpost-bench-'));
  const { process: sinkProcess, ...sink } = await startSink();
  const opened = openSqliteStore(join(dir, 'brainpost.db'));
  const read = readSettings({ BRAINPOST_ALLOWED_SUBNETS: '127.0.0.0/8' }, { data: dir });
  if (!opened.ok || !read.ok) throw new Error('the database or its settings cannot be used');
  const { store } = opened;
  await createWorkspace(store, { id: WORKSPACE }, Date.now());
  const passing = new PassingBodies(Date.now);
  const webhooks = createWebhooks({ store, settings: read.settings, clock: Date.now, passing, onOutbox: () => {} });
  const settings = { workspaceId: WORKSPACE, fields: null, timeoutMs: 30_000 };
  return {
    store,
    webhooks,
    sink,
    append: (events) =>
      store.appendOutbox(
        events.map(({ key, type }) => ({
          workspaceId: WORKSPACE,
          type,
          subject: null,
          onceKey: key,
          at: Date.now(),
          data: { key, text: TEXT },
        })),
      ),
    subscribe: async (id, { path, type }) => {
      await store.createWebhook(makeNewWebhook({ ...settings, id, url: `${sink.url}${path}`, eventTypes: [type] }));
    },
    close: async () => {
      await webhooks.stop();
      await store.close();
      sinkProcess.kill();
      rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function startSink(): Promise<Sink & { process: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('./outgoing-sink.ts', import.meta.url)));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    process: child,
    url: `http://127.0.0.1:${port}`,
    take: async () => {
      child.send('take');
      const [{ answers }] = (await once(child, 'message')) as [{ answers: [string, string, number][] }];
      return answers;
    },
  };
}

/** @param share 0.95 for the 95th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
