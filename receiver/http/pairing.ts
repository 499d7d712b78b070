import { Hono } from 'hono';
import { pairRequestSchema } from '../../lib/protocol/pairing.ts';
import { redeemPairingCode } from '../accounts/pairing.ts';
import { TokenBuckets } from '../ingest/token-buckets.ts';
import { log } from '../log.ts';
import type { PairingStore } from '../store/pairing-store.ts';
import { answerError, answerGone, answerRefusal } from './answers.ts';
import { readApiBody } from './api/read-request.ts';
import { answerRateLimited } from './caller.ts';
import type { HttpContext, HttpEnvironment } from './environment.ts';

/** Codes that are wrong: of one address, and of all together, so that many addresses guess no faster. */
const WRONG_PER_MINUTE = { address: 10, all: 60 };
const ALL = 'all';

export interface PairingRouteParts {
  readonly store: PairingStore;
  readonly clock: () => number;
  readonly addressOf: (c: HttpContext) => string;
  /** Whether nobody can listen in between. */
  readonly isPrivate: (c: HttpContext) => boolean;
}

/** `POST /api/v1/pair`: a one-time code for a key of the device's own (docs/protocol.md, section 1.8). */
export function createPairingRoutes(parts: PairingRouteParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  const limits = {
    address: new TokenBuckets(WRONG_PER_MINUTE.address),
    all: new TokenBuckets(WRONG_PER_MINUTE.all),
  };
  routes.post('/api/v1/pair', (c) => pair(c, parts, limits));
  return routes;
}

async function pair(c: HttpContext, parts: PairingRouteParts, limits: Record<'address' | 'all', TokenBuckets>) {
  if (!parts.isPrivate(c)) return answerError(c, 'https_required');
  const read = await readApiBody(c, pairRequestSchema);
  if (read === null) return answerGone(c);
  if (!read.ok) return answerRefusal(c, read);

  const now = parts.clock();
  const address = parts.addressOf(c);
  const waitSeconds = Math.max(limits.address.waitSeconds(address, now), limits.all.waitSeconds(ALL, now));
  if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);
  // Taken before the code is looked at: of many at once, none gets past the limit.
  limits.address.take(address, now);
  limits.all.take(ALL, now);

  const device = await redeemPairingCode(parts.store, { told: read.value.code, name: read.value.name }, now);
  if (!device) {
    log.info('pairing_refused');
    return answerError(c, 'invalid_code');
  }
  limits.address.giveBack(address);
  limits.all.giveBack(ALL);
  log.info('device_paired', { workspace: device.workspaceId, key: device.keyId });
  c.header('Cache-Control', 'no-store');
  const { workspaceId, keyId, name, secret } = device;
  return c.json({ workspace_id: workspaceId, key_id: keyId, name, secret }, 201);
}
