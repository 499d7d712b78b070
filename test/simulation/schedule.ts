import { IDBFactory } from 'fake-indexeddb';
import { brainIngestData } from '../../lib/delivery/build-event.ts';
import { laneOf } from '../../lib/delivery/lane.ts';
import type { CaptureMode } from '../../lib/protocol/event.ts';
import { contentDigest } from '../../lib/protocol/event-id.ts';
import { importSigningKeys, type SigningKeys } from '../../lib/protocol/secret.ts';
import type { Conversation } from '../../lib/sites/conversation.ts';
import { Dice } from './dice.ts';
import { ENDPOINT, ExtensionWorker, type WorldParts } from './extension-worker.ts';
import { checkEnd } from './check-end.ts';
import { Network, turns, type Weather } from './network.ts';
import { openReceiverEnd, type ReceiverEnd, SECRET, WORKSPACE } from './receiver-end.ts';
import { Talk } from './talk.ts';
import { Time } from './time.ts';
import { Witness } from './witness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The longest time between two looks at a held endpoint, and a bit. */
const LONGEST_SLEEP_MS = 31 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Waits end within a day; ten days of hourly tries and then some. */
const MOST_WAKE_UPS = 400;

/** What should be at the receiver in the end. */
export interface Expectation {
  talk: Talk;
  lane: string;
  /** The last reading that was kept, or found to be there already. */
  last: Conversation | null;
  /** Is to be captured as it is before it changes. */
  isBack: boolean;
}

/** One seeded schedule: things happen, then all is fair, then everything has to be where it belongs. */
export class Schedule {
  readonly #dice: Dice;
  readonly #time = new Time();
  readonly #witness = new Witness(this.#time);
  readonly #expectations: Expectation[];
  #workers: ExtensionWorker[] = [];
  #world: WorldParts | null = null;
  #receiver: ReceiverEnd | null = null;
  #installations = 1;
  #busy = 0;
  #hasJumped = false;
  readonly log: string[] = [];

  constructor(seed: number) {
    this.#dice = new Dice(seed);
    this.#expectations = Array.from({ length: this.#dice.pick([1, 1, 1, 2, 2, 3]) }, (_, i) => {
      const lane = laneOf({ endpoint: ENDPOINT, workspaceId: WORKSPACE }, { source: 'chatgpt', sessionId: `s${i}` });
      return { talk: new Talk(`s${i}`, this.#dice), lane, last: null, isBack: false };
    });
  }

  /** @returns what went wrong; nothing when all is well */
  async run(): Promise<string[]> {
    globalThis.indexedDB = new IDBFactory();
    const maxBodyBytes = this.#dice.chance(0.3) ? 20_000 : 4_194_304;
    const maxBlobBytes = this.#dice.chance(0.7) ? 1_000_000 : 0;
    const receiver = await openReceiverEnd({ maxBodyBytes, maxBlobBytes }, () => this.#time.trueMs);
    // What is too long for it it has all the same.
    if (maxBlobBytes > 0) for (const { talk } of this.#expectations) talk.takeAll();
    const parts = { dice: this.#dice, time: this.#time, witness: this.#witness };
    this.#receiver = receiver;
    const network = new Network({ ...parts, receiver });
    this.#world = { ...parts, network, isPermitted: true, keys: await keysOf(SECRET), watch: this.#watch };
    this.#witness.isCalm = this.#dice.chance(0.6);
    const steps = this.#dice.chance(0.3) ? this.#dice.between(1, 3) : this.#dice.between(4, 12);
    for (let i = 0; i < steps && !this.#witness.violations.length; i += 1) await this.#happen();
    await this.#settle();
    if (!this.#witness.violations.length) {
      await checkEnd({ receiver, witness: this.#witness, expectations: this.#expectations });
    }
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await this.#witness.forgetDatabase();
    await receiver.close();
    return this.#witness.violations;
  }

  get #ready(): WorldParts {
    if (!this.#world) throw new Error('the world is not made yet');
    return this.#world;
  }

  async #happen(): Promise<void> {
    const luck = this.#dice.next();
    if (luck < 0.6) return this.#capture();
    if (luck < 0.73) return this.#passTime(this.#dice.pick([1_000, 40_000, 5 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS]));
    if (luck < 0.735) return this.#passTime(10 * DAY_MS);
    if (luck < 0.85) return this.#changeWeather();
    if (luck < 0.89) return this.#jumpClock();
    if (luck < 0.92) return void (this.#ready.isPermitted = !this.#ready.isPermitted);
    if (luck < 0.93) return this.#note('retry', this.#worker().retry());
    if (luck < 0.96) return this.#reinstall();
    return this.#secondWorker();
  }

  /** The user removes the extension and installs it anew: queue and ledger are gone, the key is another. */
  async #reinstall(): Promise<void> {
    // The receiver goes by the time of the event, and of what it has nothing is known any more.
    if (this.#hasJumped) return;
    while (this.#busy > 0) await turns(1);
    for (const worker of this.#workers.splice(0)) await worker.close();
    await this.#witness.forgetDatabase();
    globalThis.indexedDB = new IDBFactory();
    this.#time.alarmMs = null;
    this.#witness.isAlone = true;
    this.#installations += 1;
    const secret = `${SECRET}, number ${this.#installations}`;
    await this.#receiver?.addDevice(secret);
    this.#ready.keys = await keysOf(secret);
    // What was not delivered went with it, by the user's own hand.
    for (const expectation of this.#expectations) {
      expectation.last = null;
      // What an installation before this one has sent comes up again.
      expectation.isBack = this.#dice.chance(0.7);
      if (expectation.isBack) expectation.talk.goBack();
    }
    this.#time.pass(1_000);
    this.log.push('installed anew');
    this.#worker();
  }

  /** The living worker, or a new one, which may have only so many steps to live. */
  #worker(): ExtensionWorker {
    const alive = this.#workers.find(({ life }) => !life.isOver);
    if (alive) return alive;
    const steps = this.#dice.chance(0.5) ? this.#dice.between(1, this.#dice.pick([40, 80, 200])) : undefined;
    const worker = new ExtensionWorker(this.#ready, steps);
    this.#workers.push(worker);
    this.log.push(`worker for ${steps ?? 'all'} steps`);
    void worker.start();
    return worker;
  }

  async #secondWorker(): Promise<void> {
    this.#witness.isAlone = false;
    const worker = new ExtensionWorker(this.#ready, this.#dice.between(20, 200));
    this.#workers.push(worker);
    await this.#note('second worker', worker.start());
  }

  async #capture(): Promise<void> {
    const expectation = this.#dice.pick(this.#expectations);
    if (!expectation.isBack && this.#dice.chance(0.85)) expectation.talk.change(this.#time.now());
    expectation.isBack = false;
    const conversation = expectation.talk.read(this.#dice.chance(0.1) ? 'window' : 'complete');
    const mode: CaptureMode = this.#dice.chance(0.75) ? 'auto' : 'manual';
    const texts = conversation.messages.map(({ id, content }) => `${id}=${content.slice(0, 6)}`);
    this.log.push(`capture ${conversation.sessionId} ${mode} ${texts.join(' ')}`);
    const one = this.#worker().capture(conversation, mode);
    const all = [one];
    if (this.#dice.chance(0.15)) all.push((this.#workers.at(-1) ?? this.#worker()).capture(conversation, mode));
    const results = await Promise.all(all);
    const isKept = results.some((result) => result?.ok) || (await this.#isHead(expectation.lane, conversation));
    if (isKept) expectation.last = conversation;
    this.log.push(`  ${JSON.stringify(results)}`);
    if (this.#dice.chance(0.5)) await turns(this.#dice.between(1, 60));
  }

  /** A worker that died over it may have kept it. */
  async #isHead(lane: string, conversation: Conversation): Promise<boolean> {
    const db = await this.#witness.db();
    const head = db.objectStoreNames.contains('heads') ? await db.get('heads', lane) : undefined;
    const data = brainIngestData({ conversation, mode: 'auto', extensionVersion: '' });
    return head?.digest === (await contentDigest(data));
  }

  async #passTime(ms: number): Promise<void> {
    await this.#calm();
    const end = this.#time.trueMs + ms;
    this.log.push(`pass ${ms}`);
    for (let i = 0; i < MOST_WAKE_UPS; i += 1) {
      const { alarmMs } = this.#time;
      if (alarmMs === null || alarmMs > end) break;
      await this.#ring();
    }
    this.#time.trueMs = Math.max(end, this.#time.trueMs);
  }

  /** Before time is skipped: in a calm schedule everything that is under way comes to its end. */
  async #calm(): Promise<void> {
    while (this.#witness.isCalm && this.#busy > 0) await turns(1);
  }

  /** Keeps count of what workers are busy with. */
  readonly #watch = (work: Promise<unknown>): void => {
    this.#busy += 1;
    void work.finally(() => (this.#busy -= 1));
  };

  async #ring(): Promise<void> {
    await this.#calm();
    this.#time.ring();
    // A browser ends an idle worker long before; what wakes it then starts it.
    if (this.#dice.chance(0.7)) for (const worker of this.#workers) await worker.close();
    const alive = this.#workers.filter(({ life }) => !life.isOver);
    if (alive.length < 2) this.#witness.isAlone = true;
    const worker = this.#worker();
    await worker.wake();
    await turns(40); // for the rest of its start
  }

  #changeWeather(): void {
    this.#ready.network.weather = this.#dice.pick<Weather>(['fair', 'stormy', 'stormy', 'offline', 'closed']);
    this.log.push(this.#ready.network.weather);
  }

  async #jumpClock(): Promise<void> {
    if (this.#installations > 1) return;
    await this.#calm();
    this.#hasJumped = true;
    this.#time.skewMs = this.#dice.pick([0, 400_000, -400_000, 5 * HOUR_MS, -5 * HOUR_MS, 10 * DAY_MS, -10 * DAY_MS]);
    this.log.push(`skew ${this.#time.skewMs}`);
  }

  async #note(what: string, work: Promise<unknown>): Promise<void> {
    this.log.push(what);
    await work;
  }

  /** From here on nothing dies and nothing is lost. Whoever is still to be woken is woken, and nobody else. */
  async #settle(): Promise<void> {
    await this.#calm();
    const world = this.#ready;
    world.network.weather = 'fair';
    world.isPermitted = true;
    if (this.#dice.chance(0.5)) this.#time.skewMs = 0;
    this.log.push('settle');
    await this.#checkWakeUp();
    for (const { life } of this.#workers) life.stepsLeft = Number.POSITIVE_INFINITY;
    for (let i = 0; i < MOST_WAKE_UPS && !this.#witness.violations.length; i += 1) {
      await turns(30);
      if (this.#time.alarmMs === null || (await this.#witness.isAtRest())) return;
      await this.#ringSafely();
    }
    this.#witness.blame(`it never comes to rest: ${await this.#witness.describe()}`);
  }

  /** What could be sent must not wait for hours, whoever died. A clock that jumped is another matter. */
  async #checkWakeUp(): Promise<void> {
    await turns(60);
    if (this.#hasJumped || (await this.#witness.isAtRest())) return;
    const dueAtMs = Math.max((await this.#witness.nextDueAtMs()) ?? 0, this.#time.trueMs);
    const lateMs = (this.#time.alarmMs ?? Number.POSITIVE_INFINITY) - dueAtMs;
    if (lateMs > LONGEST_SLEEP_MS) this.#witness.blame(`nobody comes for ${lateMs} ms`);
  }

  async #ringSafely(): Promise<void> {
    await this.#calm();
    this.#time.ring();
    const worker = this.#workers.find(({ life }) => !life.isOver) ?? new ExtensionWorker(this.#ready);
    if (!this.#workers.includes(worker)) {
      this.#workers.push(worker);
      await worker.start();
    } else await worker.wake();
  }
}

const imported = new Map<string, SigningKeys>();

async function keysOf(secret: string): Promise<SigningKeys> {
  const keys = imported.get(secret) ?? (await importSigningKeys(secret));
  if (!keys) throw new Error('the secret of a simulation must be one');
  imported.set(secret, keys);
  return keys;
}
