import { hash, randomUUID } from 'node:crypto';
import { SOURCE } from '../../lib/protocol/event.ts';
import { isSignedOurWay } from '../store/accept-store.ts';
import { slackChallengeOf } from '../verification/slack.ts';
import { decodeObject } from './decode-body.ts';
import { describeGeneric, isBodyCovered } from './describe-generic.ts';
import { commit, type PipelineParts } from './pipeline.ts';
import { type Refusal, refuse, refuseVerified } from './refusal.ts';
import { type GenericRequest, type Verified, verifyGeneric } from './verify-generic.ts';
import type { VerifyParts } from './verify-request.ts';

export const DEFAULT_SOURCE = 'generic';
/** Keys that decide what an event is: two of one kind and two programs may see two different events. */
const ROUTING_KEYS = ['event_id', 'workspace_id', 'source', 'event', 'type', 'action', 'id'];

export type GenericResult =
  /** `isNew`: it was not seen before. */
  | { readonly ok: true; readonly isNew: boolean; readonly challenge: null }
  /** The sender only checks the address. */
  | { readonly ok: true; readonly isNew: false; readonly challenge: string }
  | Refusal;

/** An event whose sender is known, and where it goes; nothing of it is stored yet. */
export interface ReadGeneric extends Verified {
  readonly source: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Takes whatever JSON object a tool sends (docs/protocol.md, section 2). When it resolves, an event that is new is durable.
 * @throws when the store fails
 */
export async function takeGeneric(parts: PipelineParts, request: GenericRequest): Promise<GenericResult> {
  const read = await readGeneric(parts, request);
  if (!read.ok) return read;
  const challenge = challengeOf(read);
  if (challenge !== null) return { ok: true, isNew: false, challenge };
  return submit(parts, request, read);
}

/** What a sender that only checks the address wants to hear back; `null` for an event. */
export function challengeOf({ scheme, body }: ReadGeneric): string | null {
  return scheme === 'slack' ? slackChallengeOf(body) : null;
}

/** The checks alone. */
export async function readGeneric(
  parts: VerifyParts,
  request: GenericRequest,
): Promise<({ ok: true } & ReadGeneric) | Refusal> {
  const asked = request.query('source') || DEFAULT_SOURCE;
  if (!SOURCE.test(asked)) {
    return refuse('invalid_payload', {
      issues: [{ path: 'source', message: 'must be lower-case letters, digits, _ and -' }],
    });
  }
  const verified = await verifyGeneric(parts, request, asked);
  if (!verified.ok) return verified;
  const decoded = decodeObject(request.body, {
    routingKeys: isBodyCovered(verified) ? ROUTING_KEYS : [],
    notAnObject: refuseVerified('not_an_object'),
  });
  if (!decoded.ok) return asVerifiedBy(verified, decoded);
  return place(parts, request, { asked, verified, body: decoded.value });
}

/**
 * A body that is signed our way says itself where it goes, and has to be signed for that place. What tools call `source` and
 * is no name of a source says nothing about it.
 */
async function place(
  parts: VerifyParts,
  request: GenericRequest,
  { asked, verified, body }: { asked: string; verified: Verified; body: ReadGeneric['body'] },
): Promise<({ ok: true } & ReadGeneric) | Refusal> {
  if (!isSignedOurWay(verified)) return { ok: true, ...verified, source: asked, body };
  const { workspace_id: workspaceId, source } = body;
  const isElsewhere = typeof workspaceId === 'string' && workspaceId !== request.workspaceId;
  if (verified.scheme === 'iw' && isElsewhere) return refuseVerified('workspace_mismatch');
  const isNamed = typeof source === 'string' && SOURCE.test(source);
  if (!isNamed || source === asked) return { ok: true, ...verified, source: asked, body };
  const there = await verifyGeneric(parts, request, source);
  return there.ok && isSignedOurWay(there) ? { ...there, source, body } : refuseVerified('source_mismatch');
}

async function submit(parts: PipelineParts, request: GenericRequest, read: ReadGeneric): Promise<GenericResult> {
  const { scheme, proof, keyId, source, body } = read;
  const { eventType, dedupeKey, eventId, sourceIdentifier } = describeGeneric(request, read);
  const event = {
    workspaceId: request.workspaceId,
    source,
    sourceKind: `webhook.${source}`,
    eventType,
    eventId: eventId ?? `evt_${randomUUID()}`,
    key: dedupeKey ?? '',
    sourceIdentifier,
    scheme,
    proof,
    keyId,
    bodyDigest: hash('sha256', request.body, 'buffer'),
    body: request.body,
    headers: request.keptHeaders,
    receivedAt: request.now,
  };
  const outcome = await commit(parts, event, body);
  if (outcome.status !== 'refused') return { ok: true, isNew: outcome.status === 'accepted', challenge: null };
  // Here the key alone says that it was seen before.
  if (outcome.error === 'idempotency_key_reuse') return { ok: true, isNew: false, challenge: null };
  return refuseVerified(outcome.error);
}

/** Whoever sends without any proof counts as a stranger, also where that is allowed. */
function asVerifiedBy({ proof }: Verified, refusal: Refusal): Refusal {
  return { ...refusal, isVerified: proof !== 'none' };
}
