import type { Page, Worker } from '@playwright/test';
import { callWorker, type ExtensionSession } from '../../scripts/extension-session.ts';
import { emptyOutbox, fillOutbox } from '../support/fill-outbox.ts';
import { contentScript, openChat, shortConversation } from '../support/content-script.ts';
import { attachToWorker } from '../support/worker-cdp.ts';
import { restartWorker } from './bench-session.ts';
import type { Bench } from './drain.ts';

const ROWS = 100_000;
const PER_CONVERSATION = 10;
/** Of what lies there. Its size does not matter to anything measured here, but filling takes long. */
const ROW_CHARS = 1_000;
/** Of what is captured. */
const CAPTURE_CHARS = 20_000;
const SAMPLES = 200;
const HOUR_MS = 3_600_000;

/** What a queue of 100,000 costs while nobody answers: time to keep one more, and memory of the worker. */
export async function benchLongQueue(bench: Bench): Promise<void> {
  const { session, endpoint, workspaceId } = bench;
  const tab = await openChat(session);
  await emptyOutbox(session.panel);
  const empty = await measure(bench, tab, 'empty');
  await emptyOutbox(session.panel);
  // Waiting for its next try, so that what is measured is not the tries.
  const filling = { name: 'long', count: ROWS, perConversation: PER_CONVERSATION, chars: ROW_CHARS };
  await fillOutbox(session.panel, { ...filling, endpoint, workspaceId, dueAtMs: Date.now() + HOUR_MS });
  const full = await measure(bench, tab, 'full');
  await emptyOutbox(session.panel);

  const ratio = full.enqueueMs / empty.enqueueMs;
  const under = full.enqueueMs < 10 ? 'yes' : 'no';
  const both = `${full.enqueueMs.toFixed(1)} ms with ${ROWS} rows, ${empty.enqueueMs.toFixed(1)} ms with none`;
  console.log(`enqueue ${CAPTURE_CHARS / 1000} kB until durable, median of ${SAMPLES}: ${both}`);
  console.log(`  ${ratio.toFixed(2)} times (aim: at most 1.50), under 10 ms: ${under}`);
  const more = (full.bytes - empty.bytes) / 1e6;
  const sizes = `${(full.bytes / 1e6).toFixed(1)} MB with ${ROWS} rows, ${(empty.bytes / 1e6).toFixed(1)} MB with none`;
  console.log(`memory of the worker: ${sizes}: ${more.toFixed(1)} MB more (aim: at most 10)`);
}

interface Measured {
  enqueueMs: number;
  bytes: number;
}

async function measure({ session }: Bench, tab: Page, name: string): Promise<Measured> {
  await restartWorker(session);
  const bytes = await workerBytes(session);
  return { enqueueMs: await medianEnqueueMs(session, tab, name), bytes };
}

/** What a worker holds that has looked through its queue and shown it: objects, and what lies outside of them. */
async function workerBytes(session: ExtensionSession): Promise<number> {
  const { panel } = session;
  await callWorker(panel, 'queue:overview');
  await callWorker(panel, 'queue:page', { filter: 'open', before: null, limit: 50 });
  const worker = await attachToWorker(session);
  await worker.send('HeapProfiler.collectGarbage');
  const heap = (await worker.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize: number };
  await worker.detach();
  return heap.usedSize + heap.backingStorageSize;
}

async function medianEnqueueMs(session: ExtensionSession, tab: Page, name: string): Promise<number> {
  await workerOf(session).evaluate(noteCommits);
  const send = await contentScript(session, tab);
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    const handedOverMs = await send(shortConversation(`${name}-${i}`, CAPTURE_CHARS));
    const keptMs = await workerOf(session).evaluate(firstCommit);
    if (keptMs === null) throw new Error('nothing was kept');
    times.push(keptMs - handedOverMs);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? Number.NaN;
}

function workerOf({ context }: ExtensionSession): Worker {
  const worker = context.serviceWorkers().at(-1);
  if (!worker) throw new Error('the worker is not running');
  return worker;
}

/** In the worker: notes when each transaction that promises something is on disk. */
function noteCommits(): void {
  const scope = globalThis as unknown as { commits: number[] };
  scope.commits = [];
  type Open = (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) => IDBTransaction;
  const prototype = IDBDatabase.prototype as { transaction: Open };
  const original = prototype.transaction;
  prototype.transaction = function transaction(...args) {
    const opened = original.apply(this, args);
    const note = () => scope.commits.push(performance.timeOrigin + performance.now());
    if (args[2]?.durability === 'strict') opened.addEventListener('complete', note);
    return opened;
  };
}

/** In the worker: the first since the last time. */
function firstCommit(): number | null {
  const { commits } = globalThis as unknown as { commits: number[] };
  return commits.splice(0)[0] ?? null;
}
