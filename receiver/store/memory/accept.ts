import {
  type AcceptOptions,
  type AcceptOutcome,
  type AcceptStore,
  boundKeyOf,
  isSignedOurWay,
  type NewEvent,
} from '../accept-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { touchKey } from './keys.ts';
import { findSource, heardFrom } from './sources.ts';

export function createAcceptStore({ tables, run }: MemoryContext): AcceptStore {
  return {
    acceptBatch: (events, options) =>
      run(() => {
        const stranger = events.find((event) => !tables.workspaces.has(event.workspaceId));
        if (stranger) throw new Error(`no workspace ${stranger.workspaceId}`);
        return events.map((event) => accept(tables, event, options));
      }),
  };
}

function accept(tables: MemoryTables, event: NewEvent, { now, keyMemoryMs }: AcceptOptions): AcceptOutcome {
  const { workspaceId, source, proof, keyId } = event;
  const known = findSource(tables, workspaceId, source);
  if (isSignedOurWay(event) && proof === 'body' && known?.policy === 'strict') {
    return { status: 'refused', error: 'strong_signature_required' };
  }
  const outcome = decide(tables, event, now - keyMemoryMs);
  if (outcome.status === 'refused') return outcome;
  if (outcome.status === 'accepted') append(tables, event);
  const pins = isSignedOurWay(event) && proof === 'strong' && known?.pinnedAt == null;
  heardFrom(tables, event, { now, pins });
  if (keyId !== null) touchKey(tables, keyId, now);
  return outcome;
}

function decide({ inbox }: MemoryTables, event: NewEvent, remembersSince: number): AcceptOutcome {
  const { source, eventId, key, bodyDigest } = event;
  const ofWorkspace = inbox.map((row) => row.event).filter((seen) => seen.workspaceId === event.workspaceId);
  const ofSource = ofWorkspace.filter((seen) => seen.source === source);
  const hasSameBody = (seen: NewEvent) => Buffer.from(seen.bodyDigest).equals(bodyDigest);

  const sameId = ofSource.find((seen) => seen.eventId === eventId);
  if (sameId) {
    return hasSameBody(sameId) ? { status: 'duplicate', eventId } : { status: 'refused', error: 'event_id_conflict' };
  }
  const binding = boundKeyOf(event);
  const isSameSigned = (seen: NewEvent) => boundKeyOf(seen) !== null && (binding === '' || seen.key === binding);
  const sameBody = binding === null ? undefined : ofWorkspace.filter(isSameSigned).find(hasSameBody);
  if (sameBody) return { status: 'duplicate', eventId: sameBody.eventId };
  return key !== '' && ofSource.some((seen) => seen.key === key && seen.receivedAt > remembersSince)
    ? { status: 'refused', error: 'idempotency_key_reuse' }
    : { status: 'accepted', eventId };
}

function append({ inbox }: MemoryTables, event: NewEvent): void {
  const work = { state: 'pending', dueAt: event.receivedAt } as const;
  inbox.push({ id: inbox.length + 1, event, attempts: 0, error: null, token: null, ...work });
}
