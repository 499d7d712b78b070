import { unwrap } from 'idb';
import { Bookkeeper } from '../../lib/delivery/bookkeeper.ts';
import { connectOutbox } from '../../lib/delivery/database.ts';
import { type DeliveryContext, drain } from '../../lib/delivery/deliver.ts';
import { releaseEndpoint } from '../../lib/delivery/endpoint-state.ts';
import { Loops } from '../../lib/delivery/loops.ts';
import { submit } from '../../lib/delivery/submit.ts';
import { makeAllDue, releaseLeases } from '../../lib/delivery/upkeep.ts';
import type { CaptureMode } from '../../lib/protocol/event.ts';
import type { SigningKeys } from '../../lib/protocol/secret.ts';
import type { Conversation } from '../../lib/sites/conversation.ts';
import type { Dice } from './dice.ts';
import { bindConnection, Life, WorkerDied } from './mortal.ts';
import type { Network } from './network.ts';
import { WORKSPACE } from './receiver-end.ts';
import type { Time } from './time.ts';
import { Endless, type Witness } from './witness.ts';

export const ENDPOINT = 'http://127.0.0.1:8787';

export interface WorldParts {
  dice: Dice;
  time: Time;
  network: Network;
  witness: Witness;
  /** Set by the user. */
  isPermitted: boolean;
  /** Of this installation. */
  keys: SigningKeys;
  /** Told of everything that a worker begins. */
  watch(work: Promise<unknown>): void;
}

let serial = 0;

/** One worker of the extension from its start to its death, doing what `entrypoints/background` does. */
export class ExtensionWorker {
  readonly life: Life;
  readonly #world: WorldParts;
  readonly #context: Promise<DeliveryContext>;
  readonly #witness: Witness;
  readonly #loops = new Loops();

  constructor(world: WorldParts, stepsLeft?: number) {
    this.life = new Life(stepsLeft);
    this.#world = world;
    this.#witness = world.witness;
    this.#context = this.#connect();
    this.#context.catch(() => {}); // whoever uses it is told
  }

  async #connect(): Promise<DeliveryContext> {
    const { life } = this;
    const { time, dice, network } = this.#world;
    const db = await connectOutbox(() => life.end());
    bindConnection(unwrap(db), life);
    serial += 1;
    return {
      db,
      workerId: `worker-${serial}`,
      now: () => time.now(),
      random: () => dice.next(),
      fetch: (input, init = {}) => network.send(life, input as string, init),
      loadConnection: async () => ({ endpoint: ENDPOINT, workspaceId: WORKSPACE }),
      loadKeys: async () => this.#world.keys,
      isPermitted: async () => this.#world.isPermitted,
      wakeAt: async (atMs) => {
        life.step();
        time.setAlarm(atMs);
      },
      changed: () => life.step(),
      loops: this.#loops,
      books: new Bookkeeper(db),
    };
  }

  /** What a worker does first. */
  start(): Promise<void> {
    return this.#live(async (context) => {
      await releaseLeases(context.db, context.workerId, context.now());
      await drain(context);
    });
  }

  wake(): Promise<void> {
    return this.#live(drain);
  }

  retry(): Promise<void> {
    return this.#live(async (context) => {
      await releaseEndpoint(context.db, ENDPOINT);
      await makeAllDue(context.db, context.now());
      await drain(context);
    });
  }

  /** @returns the result; `null` when the worker died over it */
  async capture(conversation: Conversation, mode: CaptureMode) {
    let result: Awaited<ReturnType<typeof submit>> | null = null;
    await this.#live(async (context) => {
      result = await submit(context, { conversation, mode, extensionVersion: '1.0.0' });
    });
    void this.wake();
    return result as Awaited<ReturnType<typeof submit>> | null;
  }

  async close(): Promise<void> {
    this.life.end();
    await this.#context.then(({ db }) => db.close()).catch(() => {});
  }

  #live(work: (context: DeliveryContext) => Promise<unknown>): Promise<void> {
    const done = this.#try(work);
    this.#world.watch(done);
    return done;
  }

  async #try(work: (context: DeliveryContext) => Promise<unknown>): Promise<void> {
    try {
      await work(await this.#context);
    } catch (error) {
      if (error instanceof Endless) this.#witness.blame(error.message);
      else if (!this.life.isOver && !(error instanceof WorkerDied))
        this.#witness.blame(`a worker failed: ${String(error)}`);
    }
  }
}
