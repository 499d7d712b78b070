import type { DeliveryReason } from '../messages.ts';
import type { Database, EndpointState } from './database.ts';

/** A held endpoint is tried again with one event after this time, in case it was mended at its own end. */
const PROBE_AFTER_MS = 30 * 60 * 1000;

const FRESH: EndpointState = { hold: null, clockOffsetSec: 0 };

export async function loadEndpointState(db: Database, endpoint: string): Promise<EndpointState> {
  return (await db.get('endpoints', endpoint)) ?? FRESH;
}

export async function holdEndpoint(db: Database, endpoint: string, of: { reason: DeliveryReason; nowMs: number }) {
  await change(db, endpoint, { hold: { reason: of.reason, probeAtMs: of.nowMs + PROBE_AFTER_MS } });
}

export async function releaseEndpoint(db: Database, endpoint: string): Promise<void> {
  await change(db, endpoint, { hold: null });
}

export async function storeClockOffset(db: Database, endpoint: string, clockOffsetSec: number): Promise<void> {
  await change(db, endpoint, { clockOffsetSec });
}

async function change(db: Database, endpoint: string, part: Partial<EndpointState>): Promise<void> {
  const tx = db.transaction('endpoints', 'readwrite');
  await tx.store.put({ ...FRESH, ...(await tx.store.get(endpoint)), ...part }, endpoint);
  await tx.done;
}
