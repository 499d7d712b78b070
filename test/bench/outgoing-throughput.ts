import { Agent, request } from 'undici';
import { type OutgoingWorld, openOutgoingWorld, percentile, WORKSPACE } from './outgoing-world.ts';

const DELIVERIES = 6000;
const ROUNDS = 3;
/** Of the plain loop: where it is fastest. */
const CONCURRENCY = 64;
const TARGETS = [1, 10] as const;

/** Signed, durable deliveries to a target on this machine; the ceiling is a plain loop of `undici` that neither signs nor keeps anything. */
export async function benchThroughput(): Promise<void> {
  const world = await openOutgoingWorld();
  try {
    // Not measured: the first loop runs uncompiled in both processes, and a ceiling that is too low flatters the engine.
    await plain(world);
    for (const targets of TARGETS) await benchTargets(world, targets);
  } finally {
    await world.close();
  }
}

async function benchTargets(world: OutgoingWorld, targets: number): Promise<void> {
  const ids = Array.from({ length: targets }, (_, i) => `wh_${targets}_${i}`);
  for (const id of ids) await world.subscribe(id, { path: `/${id}`, type: '*' });
  const rates: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const isPlainFirst = round % 2 === 0;
    const before = isPlainFirst ? await plain(world) : 0;
    const delivered = await deliver(world, `${targets}-${round}`, targets);
    const ceiling = isPlainFirst ? before : await plain(world);
    rates.push(delivered);
    ratios.push(delivered / ceiling);
    console.log(
      `  ${targets} target(s), round ${round + 1}: ${Math.round(delivered)} deliveries/s, plain undici ${Math.round(ceiling)}/s`,
    );
  }
  console.log(
    `deliveries to ${targets} target(s): ${Math.round(percentile(rates, 0.5))}/s (aim: 2000), ` +
      `${percentile(ratios, 0.5).toFixed(2)} of plain undici (aim: 0.30), medians of ${ROUNDS}`,
  );
  for (const id of ids) await world.store.deleteWebhook(WORKSPACE, id);
}

/** From events in the outbox to the last recorded delivery. @returns deliveries a second */
async function deliver(world: OutgoingWorld, name: string, targets: number): Promise<number> {
  const count = Math.floor(DELIVERIES / targets);
  await world.append(Array.from({ length: count }, (_, i) => ({ key: `${name}-${i}`, type: 'chat.message' as const })));
  const startMs = performance.now();
  world.webhooks.wake();
  while (!(await isAllDelivered(world))) await new Promise((resolve) => setTimeout(resolve, 20));
  const rate = (count * targets) / ((performance.now() - startMs) / 1000);
  const arrived = (await world.sink.take()).length;
  if (arrived !== count * targets) throw new Error(`${arrived} arrived, not ${count * targets}`);
  return rate;
}

async function isAllDelivered({ store }: OutgoingWorld): Promise<boolean> {
  const cursor = await store.fanOutCursor();
  const [waiting] = await store.readOutbox({ after: cursor, limit: 1 });
  const { items } = await store.listDeliveries({ workspaceId: WORKSPACE, state: 'pending', limit: 1 });
  return !waiting && items.length === 0;
}

async function plain({ sink }: OutgoingWorld): Promise<number> {
  const agent = new Agent();
  const body = JSON.stringify({ text: 'All work and no play makes a dull note. '.repeat(25) });
  const headers = { 'content-type': 'application/json', 'webhook-id': 'plain' };
  let left = DELIVERIES;
  const loop = async () => {
    while (left-- > 0) {
      const answer = await request(`${sink.url}/plain`, { method: 'POST', headers, body, dispatcher: agent });
      await answer.body.text();
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
  const rate = DELIVERIES / ((performance.now() - startMs) / 1000);
  await agent.close();
  await sink.take();
  return rate;
}
