import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from '@playwright/test';
import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { callWorker, type ExtensionSession, pair, startExtension } from '../../scripts/extension-session.ts';
import { type ReceiverProcess, startReceiver } from '../../scripts/receiver-process.ts';
import { fillOutbox } from '../support/fill-outbox.ts';
import { runPlainLoop } from './plain-loop.ts';

const EVENTS = 5_000;
const ROUNDS = 3;
const PER_CONVERSATION = 10;
const EVENT_CHARS = 20_000;
/** As many conversations as the queue serves at a time. */
const CONCURRENCY = 4;
const WORKSPACE = 'ws_bench';
const SECRET = 'a secret without a prefix, for the bench';

interface Bench {
  session: ExtensionSession;
  receiver: ReceiverProcess;
}

/** The built extension in a real browser, a receiver in a process of its own, and a loop of `fetch` in the extension's worker as the ceiling. */
export async function benchDelivery(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bench-'));
  const env = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET, BRAINPOST_RATE_PER_MINUTE: '0' };
  const receiver = await startReceiver({ dataDir: join(dir, 'data'), env });
  const { path } = await findBrowser();
  const session = await startExtension({ browserPath: path, extensionDir: await ensureBuild() });
  try {
    await pair(session, formatConnectionString({ endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET }));
    await benchDrain({ session, receiver });
  } finally {
    await session.close();
    await receiver.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function benchDrain(bench: Bench): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const plainMs = await plain(bench, round);
    const queueMs = await drained(bench, round);
    ratios.push(plainMs / queueMs);
    console.log(`  round ${round + 1}: queue ${perSecond(queueMs)}, plain fetch ${perSecond(plainMs)} events a second`);
  }
  const size = `${EVENTS} events of ${EVENT_CHARS / 1000} kB, ${CONCURRENCY} at a time`;
  console.log(`drain ${size}: ${median(ratios).toFixed(2)} of plain fetch, median of ${ROUNDS} (aim: 0.80)`);
}

const perSecond = (ms: number) => Math.round(EVENTS / (ms / 1000));

async function plain({ session, receiver }: Bench, round: number): Promise<number> {
  const loop = { name: `plain-${round}`, count: EVENTS, perConversation: PER_CONVERSATION, chars: EVENT_CHARS };
  const to = { concurrency: CONCURRENCY, endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET };
  const ms = await runPlainLoop(workerOf(session), { ...loop, ...to });
  await receiverIsIdle(receiver);
  return ms;
}

async function drained({ session, receiver }: Bench, round: number): Promise<number> {
  const filling = { name: `queue-${round}`, count: EVENTS, perConversation: PER_CONVERSATION, chars: EVENT_CHARS };
  await fillOutbox(session.panel, { ...filling, endpoint: receiver.url, workspaceId: WORKSPACE });
  const startMs = performance.now();
  await callWorker(session.panel, 'queue:retry', {});
  const ms = performance.now() - startMs;
  const { undelivered } = await callWorker(session.panel, 'queue:overview');
  if (undelivered > 0) throw new Error(`${undelivered} events are not delivered`);
  await receiverIsIdle(receiver);
  return ms;
}

function workerOf({ context }: ExtensionSession): Worker {
  const worker = context.serviceWorkers()[0];
  if (!worker) throw new Error('the worker is not running');
  return worker;
}

/** It writes notes of what it accepted: the next round starts when it is done with the one before. */
async function receiverIsIdle({ url }: ReceiverProcess): Promise<void> {
  for (;;) {
    const health = (await (await fetch(`${url}/healthz`)).json()) as { checks: { inbox: { waiting: number | null } } };
    if (health.checks.inbox.waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
