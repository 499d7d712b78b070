import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSecret } from '../../lib/protocol/secret.ts';
import { Contestant } from './ingress/contestant.ts';
import { fillInbox } from './ingress/fill-inbox.ts';
import { runClosedLoop, runOpenLoop } from './ingress/load.ts';
import { makeRequests } from './ingress/make-requests.ts';

const ROUNDS = 3;
const SIZES = [
  { bytes: 1100, count: 1500 },
  { bytes: 20_000, count: 500 },
];
const OPEN_LOOP_PER_SECOND = 1000;
const OPEN_LOOP_SECONDS = 5;
const STORED = 1_000_000;
const IDLE_MS = 10_000;

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const MAIN = pathOf('../../receiver/main.ts');

/** What the receiver takes durably, against what Node can do at all and against a receiver as tutorials write it. */
export async function benchIngress(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'brainpost-bench-'));
  const secret = generateSecret();
  const ours = await Contestant.start(serveArgs(join(dir, 'empty')), secret);
  const bare = await Contestant.start([pathOf('ingress/bare-server.ts')], secret);
  const peer = await Contestant.start([pathOf('ingress/express-server.mjs'), dir], secret);
  try {
    for (const size of SIZES) await compare({ ours, bare, peer }, { ...size, secret });
    await benchOpenLoop(ours, secret);
    await bare.stop();
    await peer.stop();
    await benchIdle(ours);
    await benchManyStored(ours, { dataDir: join(dir, 'full'), secret });
  } finally {
    await ours.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

const serveArgs = (dataDir: string) => [MAIN, 'serve', '--port', '0', '--data', dataDir];

type Contestants = Readonly<Record<'ours' | 'bare' | 'peer', Contestant>>;

async function compare(contestants: Contestants, wanted: { bytes: number; count: number; secret: string }) {
  const rates = { ours: [] as number[], bare: [] as number[], peer: [] as number[] };
  const cpuMs = { ours: 0, bare: 0, peer: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['bare', 'ours', 'peer'] as const) {
      const contestant = contestants[name];
      const requests = makeRequests(wanted);
      const before = contestant.cpuMs();
      rates[name].push(await runClosedLoop(contestant.port, requests));
      cpuMs[name] += contestant.cpuMs() - before;
      if (name === 'ours') await workIsDone(contestant);
    }
  }
  const ratio = (to: 'bare' | 'peer') => median(rates.ours.map((rate, i) => rate / (rates[to][i] ?? Number.NaN)));
  const each = (name: keyof Contestants) =>
    `${name} ${Math.round(median(rates[name]))}/s, ${Math.round((cpuMs[name] * 1000) / (ROUNDS * wanted.count))} µs of processor each`;
  console.log(
    `${wanted.bytes} bytes, 64 connections, median of ${ROUNDS}: ${each('ours')}; ${each('bare')}; ${each('peer')}`,
  );
  console.log(`  ${ratio('bare').toFixed(2)} of a bare server without storage (aim: 0.50)`);
  console.log(`  ${ratio('peer').toFixed(2)} times express with a commit for each request (aim: 4.00)`);
}

async function benchOpenLoop(ours: Contestant, secret: string): Promise<void> {
  const count = OPEN_LOOP_PER_SECOND * OPEN_LOOP_SECONDS;
  const latencies = await runOpenLoop(ours.port, makeRequests({ count, bytes: 1100, secret }), OPEN_LOOP_PER_SECOND);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? Number.NaN).toFixed(1);
  console.log(`${OPEN_LOOP_PER_SECOND}/s, open loop: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (aim: p99 under 10)`);
  console.log(`  resident memory: at most ${ours.memoryMb().peak} MB (aim: under 150)`);
}

async function benchIdle(ours: Contestant): Promise<void> {
  await workIsDone(ours);
  await notesAreDone(ours);
  const before = ours.cpuMs();
  await sleep(IDLE_MS);
  const share = ((ours.cpuMs() - before) / IDLE_MS) * 100;
  console.log(`idle: ${share.toFixed(2)} % of a processor (aim: under 0.50), ${ours.memoryMb().now} MB`);
}

async function benchManyStored(empty: Contestant, { dataDir, secret }: { dataDir: string; secret: string }) {
  const first = await Contestant.start(serveArgs(dataDir), secret);
  await first.stop();
  fillInbox(dataDir, STORED);
  const full = await Contestant.start(serveArgs(dataDir), secret);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [toFull, toEmpty] = [await takeRound(full, secret), await takeRound(empty, secret)];
    ratios.push(toFull / toEmpty);
  }
  await full.stop();
  const started = `starts in ${(full.startMs / 1000).toFixed(2)} s (aim: under 0.50; without any ${(first.startMs / 1000).toFixed(2)} s)`;
  console.log(
    `${STORED} events stored: ${started}, takes ${median(ratios).toFixed(2)} of what it takes with few (aim: 0.80)`,
  );
}

async function takeRound(contestant: Contestant, secret: string): Promise<number> {
  const rate = await runClosedLoop(contestant.port, makeRequests({ count: 1000, bytes: 1100, secret }));
  await workIsDone(contestant);
  return rate;
}

/** What was taken is worked off after the answer: the next round starts when that is done. */
async function workIsDone({ port }: Contestant): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    const health = (await response.json()) as { checks: { inbox: { waiting: number | null } } };
    if (health.checks.inbox.waiting === 0) return;
    await sleep(100);
  }
}

/** Notes follow the events; nothing tells when the last is written but the processor. */
async function notesAreDone(contestant: Contestant): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const before = contestant.cpuMs();
    await sleep(1000);
    quiet = contestant.cpuMs() - before < 20 ? quiet + 1 : 0;
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
