import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSecret, importSigningKeys } from '../../lib/protocol/secret.ts';
import { type ReceiverProcess, startReceiver } from '../../scripts/receiver-process.ts';
import { Dice } from '../simulation/dice.ts';
import { areNotesComplete, inspectData } from './inspect-data.ts';
import { areDeliveriesDone, inspectDeliveries, WEBHOOK_TYPES } from './inspect-deliveries.ts';
import { Load, WORKSPACE } from './load.ts';
import { WebhookTarget } from './webhook-target.ts';
import { Witness } from './witness.ts';

const MAIN = fileURLToPath(new URL('../../receiver/main.ts', import.meta.url));
/** From the first request to the kill. */
const LIFE_MS = { min: 10, max: 1500 };
/** From the start of a process that is killed before, or soon after, it listens. */
const START_MS = { min: 100, max: 2500 };
const CATCH_UP_MS = 120_000;
const ADMIN_TOKEN = 'the-operator-of-the-crash-test';
/** So many waits of 50 ms that no delivery is given up. */
const RETRY_SCHEDULE = Array.from({ length: 40 }, () => '50ms').join(',');
/** One that always answers 200, and one that answers 503 now and then. */
const REFUSALS = [0, 0.1];

export interface KillReport {
  readonly violations: readonly string[];
  readonly kills: number;
  readonly events: number;
  /** Attempts whose answer a kill swallowed. */
  readonly unanswered: number;
  /** Requests that came to the targets of outgoing webhooks. */
  readonly arrivals: number;
}

/**
 * Runs a real receiver under load of real signed requests, kills it with SIGKILL at random moments, while it starts too, and
 * lets it finish in the end. Then each event has to be there once: in the inbox, the outbox, the conversations and the notes.
 * What went out of it has to have reached every webhook's target, signed, and every attempt has to be recorded or redone.
 */
export async function runKills({ kills, seed }: { kills: number; seed: number }): Promise<KillReport> {
  const dice = new Dice(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'brainpost-crash-'));
  const secret = generateSecret();
  const keys = await importSigningKeys(secret);
  if (!keys) throw new Error('a generated secret is a key');
  const witness = new Witness();
  const env = {
    BRAINPOST_WORKSPACE: WORKSPACE,
    BRAINPOST_SECRET: secret,
    BRAINPOST_ADMIN_TOKEN: ADMIN_TOKEN,
    BRAINPOST_RATE_PER_MINUTE: '0',
    BRAINPOST_ALLOWED_SUBNETS: '127.0.0.1',
    BRAINPOST_RETRY_SCHEDULE: RETRY_SCHEDULE,
  };
  const targets = new Map<string, WebhookTarget>();
  const beginLife = (life: number) => {
    for (const target of targets.values()) target.life = life;
  };
  try {
    await subscribe({ dataDir, env, targets, seed });
    for (let life = 1; life <= kills; life += 1) {
      beginLife(life);
      if (dice.chance(0.2)) {
        await killWhileStarting(dataDir, env, dice.between(START_MS.min, START_MS.max));
        continue;
      }
      const receiver = await startReceiver({ dataDir, env });
      const load = new Load(receiver.url, { witness, keys, dice, life });
      await sleep(dice.between(LIFE_MS.min, LIFE_MS.max));
      await kill(receiver.process);
      await load.end();
    }
    beginLife(kills + 1);
    const receiver = await startReceiver({ dataDir, env });
    const load = new Load(receiver.url, { witness, keys, dice, life: kills + 1 });
    await catchUp(receiver, dataDir, { witness, load });
    return {
      violations: [
        ...witness.violations,
        ...inspectData(dataDir, witness.events),
        ...inspectDeliveries(dataDir, targets),
      ],
      kills,
      events: witness.events.length,
      unanswered: witness.events.reduce((sum, { unanswered }) => sum + unanswered, 0),
      arrivals: [...targets.values()].flatMap((target) => [...target.arrivals.values()].flat()).length,
    };
  } finally {
    for (const target of targets.values()) target.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Makes a webhook for each target, before anything happens that it should hear of. */
async function subscribe(world: {
  dataDir: string;
  env: Record<string, string>;
  targets: Map<string, WebhookTarget>;
  seed: number;
}): Promise<void> {
  const receiver = await startReceiver(world);
  for (const [index, refusals] of REFUSALS.entries()) {
    const target = new WebhookTarget(new Dice(world.seed + index + 1), refusals);
    const url = await target.listen();
    const response = await fetch(`${receiver.url}/api/v1/workspaces/${WORKSPACE}/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `target ${index + 1}`, url, event_types: WEBHOOK_TYPES }),
    });
    const { id, secret } = (await response.json()) as { id: string; secret: string };
    target.trust(secret);
    world.targets.set(id, target);
  }
  await receiver.stop();
}

/** Gives the last life the time to take what is owed and to work everything off; a time-out shows in the counts. */
async function catchUp(
  receiver: ReceiverProcess,
  dataDir: string,
  { witness, load }: { witness: Witness; load: Load },
): Promise<void> {
  const until = Date.now() + CATCH_UP_MS;
  while (witness.unacknowledged.length && Date.now() < until) await sleep(50);
  await load.end();
  const isDone = () => areNotesComplete(dataDir, witness.events) && areDeliveriesDone(dataDir);
  while (!isDone() && Date.now() < until) await sleep(250);
  await receiver.stop();
}

async function killWhileStarting(dataDir: string, env: Record<string, string>, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--data', dataDir], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  await sleep(afterMs);
  await kill(child);
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
