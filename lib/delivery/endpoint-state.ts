import type { DeliveryReason } from '../messages.ts';
import { SENDER_MAX_BODY_BYTES } from '../protocol/limits.ts';
import type { Database, EndpointState } from './database.ts';
import type { RowWrite } from './rows.ts';

/** Smaller bodies than this are not asked for: a receiver that refuses them is not told from one that refuses everything. */
const LEAST_BODY_BYTES = 16 * 1024;

/** A held endpoint is tried again with one event after this time, in case it was mended at its own end. */
const PROBE_AFTER_MS = 30 * 60 * 1000;

const FRESH: EndpointState = { hold: null, clockOffsetSec: 0, maxBodyBytes: null };

export async function loadEndpointState(db: Database, endpoint: string): Promise<EndpointState> {
  return (await db.get('endpoints', endpoint)) ?? FRESH;
}

type Held = { reason: DeliveryReason; nowMs: number };

const holdOf = ({ reason, nowMs }: Held) => ({ reason, probeAtMs: nowMs + PROBE_AFTER_MS });

export async function holdEndpoint(db: Database, endpoint: string, held: Held): Promise<void> {
  await change(db, endpoint, { hold: holdOf(held) });
}

/** In the transaction that claims an event. */
export async function endpointIn(tx: RowWrite, endpoint: string): Promise<EndpointState> {
  return (await tx.objectStore('endpoints').get(endpoint)) ?? FRESH;
}

/**
 * In the transaction that writes how an attempt ended: what refuses everything is held, what took one is not held any
 * more.
 */
export async function noteEnding(tx: RowWrite, endpoint: string, held: Held | null): Promise<void> {
  const state = await endpointIn(tx, endpoint);
  if (held || state.hold) await tx.objectStore('endpoints').put({ ...state, hold: held && holdOf(held) }, endpoint);
}

/** Writes only when there is a hold. */
export async function releaseEndpoint(db: Database, endpoint: string): Promise<void> {
  if ((await loadEndpointState(db, endpoint)).hold) await change(db, endpoint, { hold: null });
}

export async function storeClockOffset(db: Database, endpoint: string, clockOffsetSec: number): Promise<void> {
  await change(db, endpoint, { clockOffsetSec });
}

/**
 * Remembers what an endpoint takes after it refused a body as too large, so that the next captures are cut to fit.
 * @returns the limit from now on, in bytes
 */
export async function storeBodyLimit(
  db: Database,
  endpoint: string,
  refused: { bytes: number; limitBytes: number | null },
): Promise<number> {
  // What it does not tell is found by halves.
  const told = Math.min(refused.limitBytes ?? refused.bytes / 2, refused.bytes - 1);
  const maxBodyBytes = Math.max(LEAST_BODY_BYTES, Math.floor(told));
  await change(db, endpoint, { maxBodyBytes });
  return maxBodyBytes;
}

/** How large a body may be, in bytes, for an endpoint of which this is known. */
export function senderLimit({ maxBodyBytes }: EndpointState): number {
  return Math.min(maxBodyBytes ?? SENDER_MAX_BODY_BYTES, SENDER_MAX_BODY_BYTES);
}

/** Whether a held endpoint may be tried again. A time further off than a hold lasts was written under a wrong clock. */
export function isProbeDue(hold: { probeAtMs: number }, nowMs: number): boolean {
  return nowMs >= hold.probeAtMs || hold.probeAtMs > nowMs + PROBE_AFTER_MS;
}

async function change(db: Database, endpoint: string, part: Partial<EndpointState>): Promise<void> {
  const tx = db.transaction('endpoints', 'readwrite');
  await tx.store.put({ ...FRESH, ...(await tx.store.get(endpoint)), ...part }, endpoint);
  await tx.done;
}
