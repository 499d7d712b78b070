import { hash } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { Event } from '../../lib/protocol/event.ts';
import type { AcceptOutcome, NewEvent } from '../store/accept-store.ts';
import { checkRequest } from './check-request.ts';
import type { GroupCommit } from './group-commit.ts';
import type { PassingBodies } from '../outbox/passing-bodies.ts';
import type { VerifiedSignature } from '../verification/iw.ts';
import { type Refusal, refuseVerified } from './refusal.ts';
import type { SignedRequest, VerifyParts } from './verify-request.ts';

export interface PipelineParts extends VerifyParts {
  readonly commits: GroupCommit<NewEvent, AcceptOutcome>;
  readonly passing: PassingBodies;
}

/** A request whose headers are well-formed and whose body is there; nothing of it is verified yet. */
export interface IngestRequest extends SignedRequest {
  readonly source: string;
  /** Those worth keeping with the event. */
  readonly keptHeaders: Readonly<Record<string, string>>;
}

export type IngestResult =
  | { readonly ok: true; readonly status: 'accepted' | 'duplicate'; readonly eventId: string }
  | Refusal;

/**
 * Takes a request through steps 5 to 10 of docs/protocol.md, section 1.3. When it resolves, an accepted event is durable.
 * @throws when the store fails
 */
export async function ingest(parts: PipelineParts, request: IngestRequest): Promise<IngestResult> {
  const checked = await checkRequest(parts, request);
  if (!checked.ok) return checked;

  const event = toNewEvent(request, checked.event, checked.signature);
  const outcome = await commit(parts, event, checked.event);
  if (outcome.status === 'refused') return refuseVerified(outcome.error);
  return { ok: true, status: outcome.status, eventId: outcome.eventId };
}

/**
 * Without its content where that may not be kept: then that is shown and sent from memory.
 * @param said what the body says
 * @throws when the store fails
 */
export async function commit(
  { store, commits, passing }: PipelineParts,
  event: NewEvent & { readonly body: Bytes },
  said: { readonly data?: unknown },
): Promise<AcceptOutcome> {
  if (await mayKeepContent(store, event.workspaceId, said)) return commits.submit(event);
  const outcome = await commits.submit({ ...event, body: null });
  if (outcome.status === 'accepted') passing.hold(event);
  return outcome;
}

function toNewEvent(
  request: IngestRequest,
  event: Event,
  signature: VerifiedSignature,
): NewEvent & { readonly body: Bytes } {
  const { workspaceId, source, headers, body, now, keptHeaders } = request;
  return {
    workspaceId,
    source,
    sourceKind: `webhook.${source}`,
    eventType: event.type,
    eventId: event.event_id,
    key: headers.key,
    sourceIdentifier: textOrNull(event.data?.['session_id']),
    scheme: signature.scheme,
    proof: signature.proof,
    keyId: signature.keyId,
    bodyDigest: hash('sha256', body, 'buffer'),
    body,
    headers: keptHeaders,
    receivedAt: now,
  };
}

/**
 * Of what a workspace or an event says to be render only, the content is never written to disk (docs/protocol.md, section 5);
 * envelope and digest are.
 */
async function mayKeepContent(
  store: PipelineParts['store'],
  workspaceId: string,
  said: { readonly data?: unknown },
): Promise<boolean> {
  return !isRenderOnly(said) && (await store.findWorkspace(workspaceId))?.settings.renderOnly !== true;
}

function isRenderOnly({ data }: { readonly data?: unknown }): boolean {
  const capture = isObject(data) ? data['capture'] : null;
  return isObject(capture) && capture['render_only'] === true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
