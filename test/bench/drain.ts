import type { Worker } from '@playwright/test';
import { callWorker, type ExtensionSession } from '../../scripts/extension-session.ts';
import { fillOutbox } from '../support/fill-outbox.ts';
import { runPlainLoop } from './plain-loop.ts';

const EVENTS = 5_000;
const ROUNDS = 3;
const PER_CONVERSATION = 10;
const EVENT_CHARS = 20_000;
/** As many conversations as the queue serves at a time. */
const CONCURRENCY = 4;

/** A connected extension. */
export interface Bench {
  session: ExtensionSession;
  endpoint: string;
  workspaceId: string;
  secret: string;
}

/** Emptying a queue after an outage; the ceiling is a loop of `fetch` in the extension's worker. */
export async function benchDrain(bench: Bench): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever comes second finds a receiver that has more in it.
    const isPlainFirst = round % 2 === 0;
    const before = isPlainFirst ? await plain(bench, round) : 0;
    const queueMs = await drained(bench, round);
    const plainMs = isPlainFirst ? before : await plain(bench, round);
    ratios.push(plainMs / queueMs);
    console.log(`  round ${round + 1}: queue ${perSecond(queueMs)}, plain fetch ${perSecond(plainMs)} events a second`);
  }
  const size = `${EVENTS} events of ${EVENT_CHARS / 1000} kB, ${CONCURRENCY} at a time`;
  console.log(`drain ${size}: ${median(ratios).toFixed(2)} of plain fetch, median of ${ROUNDS} (aim: 0.80)`);
}

const perSecond = (ms: number) => Math.round(EVENTS / (ms / 1000));

async function plain({ session, ...to }: Bench, round: number): Promise<number> {
  const loop = { name: `plain-${round}`, count: EVENTS, perConversation: PER_CONVERSATION, chars: EVENT_CHARS };
  const ms = await runPlainLoop(workerOf(session), { ...loop, ...to, concurrency: CONCURRENCY });
  await receiverIsIdle(to.endpoint);
  return ms;
}

async function drained({ session, endpoint, workspaceId }: Bench, round: number): Promise<number> {
  const filling = { name: `queue-${round}`, count: EVENTS, perConversation: PER_CONVERSATION, chars: EVENT_CHARS };
  await fillOutbox(session.panel, { ...filling, endpoint, workspaceId });
  const startMs = performance.now();
  await callWorker(session.panel, 'queue:retry', {});
  const ms = performance.now() - startMs;
  const { undelivered } = await callWorker(session.panel, 'queue:overview');
  if (undelivered > 0) throw new Error(`${undelivered} events are not delivered`);
  await receiverIsIdle(endpoint);
  return ms;
}

function workerOf({ context }: ExtensionSession): Worker {
  const worker = context.serviceWorkers()[0];
  if (!worker) throw new Error('the worker is not running');
  return worker;
}

/** It writes notes of what it accepted: the next round starts when it is done with the one before. */
async function receiverIsIdle(endpoint: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${endpoint}/healthz`);
    const health = (await answer.json()) as { checks: { inbox: { waiting: number | null } } };
    if (health.checks.inbox.waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
