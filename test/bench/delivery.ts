import 'fake-indexeddb/auto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { connectOutbox, type Database } from '../../lib/delivery/database.ts';
import { type DeliveryContext, drain } from '../../lib/delivery/deliver.ts';
import { countUndelivered } from '../../lib/delivery/outbox.ts';
import { submit } from '../../lib/delivery/submit.ts';
import { importSigningKeys, type SigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { openReceiverEnd, SECRET, WORKSPACE } from '../simulation/receiver-end.ts';
import { fillOutbox } from './fill-outbox.ts';

const EVENTS = 5_000;
const EVENT_CHARS = 20_000;
/** As many conversations as the queue serves at a time. */
const CONCURRENCY = 4;
const ROWS = 100_000;
const SAMPLES = 300;

/**
 * The queue against a plain loop of `fetch`, and against itself when it is long. IndexedDB is the in-memory one of the
 * tests here: ratios tell what the queue's own code costs, not what a browser's disk does. Receiver and sender share one
 * process in both runs. Memory is not measured: here the rows themselves would be in it.
 */
export async function benchDelivery(): Promise<void> {
  const receiver = await openReceiverEnd(4_194_304, Date.now);
  const server = serve({ fetch: receiver.app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = await importSigningKeys(SECRET);
  if (!keys) throw new Error('not a secret');

  const db = await connectOutbox(() => {});
  const empty = await medianEnqueueMs(db, 'empty');
  await emptyOutbox(db);
  for (let i = 0; i < EVENTS; i += 1) await keep(db, `drain-${i}`, EVENT_CHARS);
  const plainMs = await timed(() => plainLoop(endpoint, keys));
  const queueMs = await timed(() => drain(contextOf(db, endpoint, keys)));
  if ((await countUndelivered(db)) > 0) throw new Error('the queue is not drained');
  console.log(
    `drain ${EVENTS} events of ${EVENT_CHARS / 1000} kB: ${Math.round(queueMs)} ms, plain fetch ${Math.round(plainMs)} ms`,
  );
  console.log(`  speed ${(plainMs / queueMs).toFixed(2)} of plain fetch (aim: 0.80)`);

  await emptyOutbox(db);
  await fillOutbox(db, ROWS);
  const full = await medianEnqueueMs(db, 'full');
  console.log(`enqueue, median: ${full.toFixed(2)} ms with ${ROWS} rows, ${empty.toFixed(2)} ms with none`);
  console.log(`  ${(full / empty).toFixed(2)} times (aim: 1.50), under 10 ms: ${full < 10 ? 'yes' : 'no'}`);
  server.close();
  await receiver.close();
}

/** @param keys without them nothing is sent: captures are kept and that is all */
function contextOf(db: Database, endpoint: string, keys: SigningKeys | null): DeliveryContext {
  return {
    db,
    workerId: 'bench',
    now: Date.now,
    random: Math.random,
    fetch,
    loadConnection: async () => ({ endpoint, workspaceId: WORKSPACE }),
    loadKeys: async () => keys,
    isPermitted: async () => true,
    wakeAt: async () => {},
    changed: async () => {},
  };
}

async function keep(db: Database, sessionId: string, chars: number): Promise<void> {
  const conversation = {
    source: 'chatgpt',
    sessionId,
    title: sessionId,
    url: `https://chatgpt.com/c/${sessionId}`,
    messages: [{ role: 'user' as const, id: 'm1', index: 0, content: 'x'.repeat(chars) }],
    reader: 'api' as const,
    layout: 'chatgpt/2026-09',
    completeness: 'complete' as const,
  };
  const context = contextOf(db, 'http://127.0.0.1:1', null);
  const result = await submit(context, { conversation, mode: 'auto', extensionVersion: '1.0.0' });
  if (!result.ok) throw new Error(result.reason);
}

/** The same requests, signed the same way, with nothing behind them. */
async function plainLoop(endpoint: string, keys: SigningKeys): Promise<void> {
  let next = 0;
  const loop = async () => {
    while (next < EVENTS) {
      next += 1;
      await plainPost(endpoint, keys, `evt_plain_${next}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
}

async function plainPost(endpoint: string, keys: SigningKeys, id: string): Promise<void> {
  const data = { session_id: id, messages: [{ role: 'user', id: 'm1', index: 0, content: 'x'.repeat(EVENT_CHARS) }] };
  const envelope = { event_id: id, source: 'chatgpt', type: 'brain.ingest', workspace_id: WORKSPACE };
  const body = utf8Bytes(JSON.stringify({ ...envelope, timestamp: new Date().toISOString(), data }));
  const headers = await signRequest(keys, { id, timestampSec: Math.floor(Date.now() / 1000), body });
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(`${endpoint}/webhooks/v1/${WORKSPACE}/chatgpt`, init);
  if (!response.ok) throw new Error(await response.text());
  await response.text();
}

async function medianEnqueueMs(db: Database, name: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i += 1) times.push(await timed(() => keep(db, `${name}-${i}`, EVENT_CHARS)));
  return times.toSorted((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? 0;
}

async function emptyOutbox(db: Database): Promise<void> {
  for (const name of db.objectStoreNames) await db.clear(name);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
