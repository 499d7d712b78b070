import { setTimeout as sleep } from 'node:timers/promises';
import { openOutgoingWorld, percentile } from './outgoing-world.ts';

const TARGETS = 50;
const ROUNDS = 3;

/** From the row in the outbox to the target's answer, 200 events a second to one target. */
export async function benchLatency(): Promise<void> {
  const latencies = await measure({ targets: 1, isOneDead: false, perSecond: 200, seconds: 5 });
  console.log(`latency at 200/s: ${describe(latencies)} (aim: p95 < 50 ms)`);
}

/** The same with fifty targets, and with one of them that never answers: what the other 49 notice of it. */
export async function benchDeadTarget(): Promise<void> {
  const load = { targets: TARGETS, perSecond: 4, seconds: 5 };
  const changes: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const p95 = { alive: 0, dead: 0 };
    // Which goes first changes, so that a machine that warms up favours neither.
    for (const arm of round % 2 === 0 ? (['alive', 'dead'] as const) : (['dead', 'alive'] as const)) {
      const latencies = await measure({ ...load, isOneDead: arm === 'dead' });
      p95[arm] = percentile(latencies, 0.95);
      console.log(`  round ${round + 1}, ${arm === 'dead' ? 'one dead' : 'all alive'}: ${describe(latencies)}`);
    }
    changes.push((p95.dead / p95.alive - 1) * 100);
  }
  console.log(
    `one dead target among ${TARGETS}: p95 of the others changes by ${percentile(changes, 0.5).toFixed(1)} % ` +
      `(aim: < 10 %), median of ${ROUNDS}`,
  );
}

interface Load {
  readonly targets: number;
  readonly isOneDead: boolean;
  readonly perSecond: number;
  readonly seconds: number;
}

/** @returns milliseconds of each delivery, without those to the first of several targets: it is the one that may be dead */
async function measure({ targets, isOneDead, perSecond, seconds }: Load): Promise<number[]> {
  const world = await openOutgoingWorld();
  try {
    for (let i = 0; i < targets; i += 1)
      await world.subscribe(`wh_${i}`, { path: isOneDead && i === 0 ? '/hang' : `/${i}`, type: '*' });
    const count = perSecond * seconds;
    const startMs = performance.now();
    for (let i = 0; i < count; i += 1) {
      await sleep(Math.max(0, startMs + (i * 1000) / perSecond - performance.now()));
      await world.append([{ key: `event-${i}`, type: 'chat.message' }]);
      world.webhooks.wake();
    }
    const others = targets === 1 ? 1 : targets - 1;
    const answers = await collect(world, { isWanted: (path) => targets === 1 || path !== '/0', count: count * others });
    const rows = await world.store.readOutbox({ after: 0, limit: count });
    const writtenAtMs = new Map(rows.map((row) => [row.eventId, row.createdAt]));
    return answers.map(([eventId, , atMs]) => atMs - (writtenAtMs.get(eventId) ?? Number.NaN));
  } finally {
    await world.close();
  }
}

type Answers = Awaited<ReturnType<Awaited<ReturnType<typeof openOutgoingWorld>>['sink']['take']>>;

async function collect(
  { sink }: Awaited<ReturnType<typeof openOutgoingWorld>>,
  wanted: { isWanted: (path: string) => boolean; count: number },
): Promise<Answers> {
  const answers: Answers = [];
  while (answers.length < wanted.count) {
    await sleep(20);
    answers.push(...(await sink.take()).filter(([, path]) => wanted.isWanted(path)));
  }
  return answers;
}

function describe(latencies: readonly number[]): string {
  return `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p95 ${percentile(latencies, 0.95).toFixed(1)} ms of ${latencies.length}`;
}
