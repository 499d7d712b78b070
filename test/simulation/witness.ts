import { openDB } from 'idb';
import { DATABASE_NAME, type Database, type DeliveryDatabase } from '../../lib/delivery/database.ts';
import { bodyApart } from '../../lib/delivery/text-apart.ts';
import type { Life } from './mortal.ts';
import type { Time } from './time.ts';

/** More than this for one event is no retrying any more. */
const MOST_ATTEMPTS_AT_ONCE = 60;
const MOST_ATTEMPTS_AN_HOUR = 6;

/** Sees everything that goes over the network, holds it against what is on disk, and remembers what is wrong. */
export class Witness {
  readonly violations: string[] = [];
  readonly #time: Time;
  #db: Promise<Database> | null = null;
  readonly #accepted = new Map<string, number>();
  readonly #lastOfLane = new Map<string, number>();
  readonly #attempts = new Map<string, { count: number; sinceMs: number }>();
  readonly refused = new Set<string>();
  readonly #known = new Map<string, { lane: string; sequence: number }>();
  readonly #underWay = new Map<string, Life>();
  /** While two workers live, one may still send what the other one took over. */
  isAlone = true;
  /** No time is skipped while something is under way. Else a lease may run out between claim and request, as in a computer that sleeps. */
  isCalm = false;

  constructor(time: Time) {
    this.#time = time;
  }

  /** A connection of its own, which nobody's death closes. */
  db(): Promise<Database> {
    this.#db ??= openDB<DeliveryDatabase>(DATABASE_NAME);
    return this.#db;
  }

  async forgetDatabase(): Promise<void> {
    (await this.#db)?.close();
    this.#db = null;
    this.#lastOfLane.clear();
    this.#known.clear();
  }

  blame(what: string): void {
    this.violations.push(what);
  }

  async seesAttempt(life: Life, init: RequestInit): Promise<void> {
    const id = idOf(init);
    const db = await this.db();
    const row = await db.getFromIndex('deliveries', 'eventId', id);
    const body = await db.get('bodies', id);
    const isKept = body !== undefined && (body === textOf(init) || (await bodyApart(body))?.body === textOf(init));
    if (life.isOver) return;
    if (!row || body === undefined) {
      if (this.isAlone) this.blame(`${id} is sent and not kept`);
      return;
    }
    if (!isKept) this.blame(`${id} is sent with another body than the one that is kept`);
    if (row.lane !== undefined && 'sequence' in row) this.#known.set(id, { lane: row.lane, sequence: row.sequence });
    // It may have run out: the computer slept between claim and request.
    if ((row.state !== 'sending' || row.lease === null) && this.isAlone)
      this.blame(`${id} is sent without a lease (${row.state})`);
    const other = this.#underWay.get(id);
    const isHeld = other !== undefined && !other.isOver;
    if (isHeld && this.isAlone && this.isCalm) this.blame(`${id} is sent twice at a time`);
    this.#underWay.set(id, life);
    this.#countAttempt(id);
  }

  seesEnd(init: RequestInit): void {
    this.#underWay.delete(idOf(init));
  }

  #countAttempt(id: string): void {
    const seen = this.#attempts.get(id) ?? { count: 0, sinceMs: this.#time.trueMs };
    seen.count += 1;
    this.#attempts.set(id, seen);
    const hours = (this.#time.trueMs - seen.sinceMs) / 3_600_000;
    if (seen.count > MOST_ATTEMPTS_AT_ONCE + MOST_ATTEMPTS_AN_HOUR * hours) {
      throw new Endless(`${id} is tried without end: ${seen.count} times`);
    }
  }

  seesRefusal(init: RequestInit): void {
    this.refused.add(idOf(init));
  }

  seesAnswer(init: RequestInit, status: number, answer: { status?: string; error?: string }): void {
    const id = idOf(init);
    if (status === 422 && answer.error !== 'event_id_conflict')
      this.blame(`${id} is refused: ${JSON.stringify(answer)}`);
    if (answer.status !== 'accepted') return;
    const times = (this.#accepted.get(id) ?? 0) + 1;
    this.#accepted.set(id, times);
    if (times > 1) this.blame(`${id} is accepted twice`);
    const known = this.#known.get(id);
    if (!known) return;
    // A request of a worker that was taken over may arrive at any time; the receiver goes by the time of the event then.
    if (this.isAlone && (this.#lastOfLane.get(known.lane) ?? 0) > known.sequence) this.blame(`${id} is out of order`);
    this.#lastOfLane.set(known.lane, known.sequence);
  }

  /** Whether nothing is on its way any more. */
  async isAtRest(): Promise<boolean> {
    const db = await this.db();
    return !db.objectStoreNames.contains('counts') || ((await db.get('counts', 'counts'))?.undelivered ?? 0) === 0;
  }

  /** When the next event is due, UNIX milliseconds; `null` when none is. */
  async nextDueAtMs(): Promise<number | null> {
    const rows = await (await this.db()).getAll('deliveries');
    const due = rows.flatMap(({ dueAtMs }) => dueAtMs ?? []);
    return due.length ? Math.min(...due) : null;
  }

  /** What is on its way, for a person to read. */
  async describe(): Promise<string> {
    const rows = await (await this.db()).getAll('deliveries');
    const waiting = rows.filter(({ lane }) => lane !== undefined);
    return waiting.map((row) => `${row.eventId} ${row.state} due ${row.dueAtMs} of ${this.#time.now()}`).join('; ');
  }

  isAccepted(id: string): boolean {
    return this.#accepted.has(id);
  }
}

/** The schedule cannot go on. */
export class Endless extends Error {}

function idOf(init: RequestInit): string {
  return new Headers(init.headers).get('webhook-id') ?? '';
}

function textOf(init: RequestInit): string {
  return new TextDecoder().decode(init.body as Uint8Array<ArrayBuffer>);
}
