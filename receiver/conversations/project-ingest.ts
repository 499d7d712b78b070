import { type BrainIngestEvent, brainIngestEventSchema } from '../../lib/protocol/event.ts';
import type { BlobFiles } from '../blobs/blob-files.ts';
import type { Effect } from '../inbox/worker.ts';
import { type NewOutboxEvent, topicOf } from '../outbox/outbox-event.ts';
import type { RenderOnly } from '../outbox/passing-bodies.ts';
import type { ConversationUpdate, MergeConversation } from '../store/conversation-store.ts';
import type { ClaimedEvent } from '../store/inbox-store.ts';
import type { Store } from '../store/store.ts';
import type { Proof } from '../verification/scheme.ts';
import type { ConversationState } from './conversation-state.ts';
import { chatEventsOf } from './chat-events.ts';
import { conversationKeyOf, projectEvent } from './projection.ts';
import { resolveTexts } from './resolve-texts.ts';

const MINUTE_MS = 60_000;

export interface ProjectionParts {
  readonly store: Store;
  /** A conversation that nobody goes on with for so long has ended, where its workspace says nothing else. */
  readonly idleMs: number;
}

/**
 * Effect of an event: those who listen hear of it, and of a `brain.ingest` event its conversation knows.
 */
export function createProjectionEffect({
  store,
  idleMs,
  files,
}: ProjectionParts & { readonly files: BlobFiles }): Effect {
  return async (event, now) => {
    const events = [arrivalOf(event)];
    const ingest = ingestOf(event);
    if (!ingest) return { events, update: null };
    const cause = { key: `inbox:${event.id}`, at: event.receivedAt };
    const whole = await resolveTexts(ingest, { store, files });
    return { events, update: await updateOf({ store, idleMs }, whole, { now, cause }) };
  };
}

/**
 * How a capture is taken into its conversation, and into the outbox what that changes.
 * @param by.cause names the capture, so that its events are written once
 * @param by.isKnown whether there is nothing to take in any more; then nothing is written
 */
export async function updateOf(
  { store, idleMs }: ProjectionParts,
  ingest: BrainIngestEvent,
  by: {
    now: number;
    cause: { key: string; at: number };
    isKnown?: (current: ConversationState) => boolean;
  },
): Promise<ConversationUpdate> {
  const { now, cause, isKnown } = by;
  const minutes = (await store.findWorkspace(ingest.workspace_id))?.settings.conversationIdleMinutes ?? null;
  const idleAt = now + (minutes === null ? idleMs : minutes * MINUTE_MS);
  const merge: MergeConversation = (current) => {
    if (current && isKnown?.(current)) return null;
    const state = projectEvent(current, ingest);
    const isNews = state.revision !== current?.revision;
    return { state, events: chatEventsOf(current, state, cause), idleAt: isNews ? idleAt : null };
  };
  return { key: conversationKeyOf(ingest), merge };
}

/** Only what is signed may say what a conversation holds; the generic ingress takes any object, whatever it calls itself. */
function ingestOf({ eventType, body, proof, workspaceId, source }: ClaimedEvent): BrainIngestEvent | null {
  if (eventType !== 'brain.ingest' || !body || !isSigned(proof)) return null;
  const ingest = brainIngestEventSchema.safeParse(JSON.parse(new TextDecoder().decode(body))).data;
  return ingest?.workspace_id === workspaceId && ingest.source === source ? ingest : null;
}

function isSigned(proof: Proof): boolean {
  return proof === 'strong' || proof === 'body';
}

/** What came in, as a topic of its own (docs/protocol.md, section 3). */
function arrivalOf(event: ClaimedEvent): NewOutboxEvent {
  const { id, workspaceId, source, eventType, sourceIdentifier, proof, receivedAt } = event;
  return {
    workspaceId,
    type: topicOf(source, eventType),
    subject: null,
    onceKey: `inbox:${id}`,
    at: receivedAt,
    inboxId: id,
    data: {
      source,
      event_type: eventType,
      source_identifier: sourceIdentifier,
      verified: proof !== 'none',
      ...(event.body ? {} : renderOnlyOf(event)),
    },
  };
}

function renderOnlyOf({ bodyDigest }: ClaimedEvent): RenderOnly {
  return { render_only: true, body_sha256: Buffer.from(bodyDigest).toString('hex') };
}
