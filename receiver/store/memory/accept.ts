import type { AcceptOutcome, AcceptStore, NewEvent } from '../accept-store.ts';
import { keyOf, type MemoryContext, type MemoryTables } from './context.ts';
import { pinSource, policyOf } from './sources.ts';

export function createAcceptStore({ tables, run }: MemoryContext): AcceptStore {
  return {
    acceptBatch: (events, { now, keyMemoryMs }) =>
      run(() => {
        const stranger = events.find((event) => !tables.workspaces.has(event.workspaceId));
        if (stranger) throw new Error(`no workspace ${stranger.workspaceId}`);
        return events.map((event) => accept(tables, event, now - keyMemoryMs));
      }),
  };
}

function accept(tables: MemoryTables, event: NewEvent, remembersSince: number): AcceptOutcome {
  const { workspaceId, source, strength } = event;
  if (strength === 'body' && policyOf(tables, workspaceId, source) === 'strict') {
    return { status: 'refused', error: 'strong_signature_required' };
  }
  const outcome = decide(tables, event, remembersSince);
  if (outcome.status === 'accepted') append(tables, event);
  if (strength === 'strong' && outcome.status !== 'refused') {
    pinSource(tables, keyOf(workspaceId, source), event.receivedAt);
  }
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
  const sameBody = event.strength === 'body' ? ofWorkspace.find(hasSameBody) : undefined;
  if (sameBody) return { status: 'duplicate', eventId: sameBody.eventId };
  return ofSource.some((seen) => seen.key === key && seen.receivedAt > remembersSince)
    ? { status: 'refused', error: 'idempotency_key_reuse' }
    : { status: 'accepted', eventId };
}

function append({ inbox }: MemoryTables, event: NewEvent): void {
  const work = event.body
    ? ({ state: 'pending', dueAt: event.receivedAt } as const)
    : ({ state: 'done', dueAt: null } as const);
  inbox.push({ id: inbox.length + 1, event, attempts: 0, error: null, token: null, ...work });
}
