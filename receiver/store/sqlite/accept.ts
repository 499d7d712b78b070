import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type AcceptOptions,
  type AcceptOutcome,
  type AcceptStore,
  boundKeyOf,
  isSignedOurWay,
  type NewEvent,
} from '../accept-store.ts';
import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import type { Source } from '../source-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteKeys } from './keys.ts';
import { SqliteSources } from './sources.ts';
import { inTransaction } from './transaction.ts';

const seenRow = z.object({ event_id: z.string(), body_digest: z.instanceof(Uint8Array) });

export function createAcceptStore({ database, run }: SqliteContext): AcceptStore {
  const accept = new SqliteAccept(database);
  return { acceptBatch: (events, options) => run(() => accept.acceptBatch(events, options)) };
}

/** Decides the table of docs/protocol.md, section 1.5, and appends what is accepted. */
class SqliteAccept {
  readonly #database: DatabaseSync;
  readonly #sources: SqliteSources;
  readonly #keys: SqliteKeys;
  /** Key id -> when its use was last noted. */
  readonly #keyNotedAt = new Map<string, number>();
  /** Of one batch, in which most events are of the same source; what changes is forgotten. */
  readonly #knownSources = new Map<string, Source>();
  readonly #byEvent;
  readonly #byDigest;
  readonly #byKey;
  readonly #byEventAsKey;
  readonly #insert;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sources = new SqliteSources(database);
    this.#keys = new SqliteKeys(database);
    // Each index by name: chosen by SQLite, one for reading the log back once made every request look through the whole inbox.
    const seen = (index: string) =>
      `SELECT event_id, body_digest FROM event_inbox INDEXED BY event_inbox_by_${index} WHERE workspace_id = ?`;
    this.#byEvent = database.prepare(`${seen('event')} AND source = ? AND event_id = ?`);
    this.#byDigest = database.prepare(
      `${seen('digest')} AND body_digest = ? AND verified IN ('strong', 'body') AND ? IN ('', dedupe_key) ORDER BY id LIMIT 1`,
    );
    this.#byKey = database.prepare(
      `${seen('key')} AND source = ? AND dedupe_key = ? AND dedupe_key <> event_id AND received_at > ? LIMIT 1`,
    );
    this.#byEventAsKey = database.prepare(
      `${seen('event')} AND source = ? AND event_id = ? AND dedupe_key = event_id AND received_at > ?`,
    );
    this.#insert = database.prepare(
      `INSERT INTO event_inbox (workspace_id, source, source_kind, event_type, event_id, dedupe_key, source_identifier,
         verified, scheme, received_at, body_digest, body, headers, state, due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
    );
  }

  acceptBatch(events: readonly NewEvent[], options: AcceptOptions): AcceptOutcome[] {
    // In order: of two equal events in one batch the second finds the first.
    return inTransaction(this.#database, () => {
      this.#knownSources.clear();
      return events.map((event) => this.#accept(event, options));
    });
  }

  #accept(event: NewEvent, options: AcceptOptions): AcceptOutcome {
    const known = this.#findSource(event);
    // Asked again here: another request may have pinned the source since this one was verified.
    if (isSignedOurWay(event) && event.proof === 'body' && known?.policy === 'strict') {
      return { status: 'refused', error: 'strong_signature_required' };
    }
    const outcome = this.#decide(event, options.now - options.keyMemoryMs);
    if (outcome.status === 'accepted') this.#append(event);
    // A refused request remembers nothing.
    if (outcome.status !== 'refused') this.#noteUse(event, known, options.now);
    return outcome;
  }

  #findSource({ workspaceId, source }: NewEvent): Source | null {
    const name = `${workspaceId}/${source}`;
    const known = this.#knownSources.get(name) ?? this.#sources.find(workspaceId, source);
    if (known) this.#knownSources.set(name, known);
    return known;
  }

  #noteUse({ workspaceId, source, keyId, ...event }: NewEvent, known: Source | null, now: number): void {
    const due = now - LAST_USE_GRAIN_MS;
    const pins = isSignedOurWay(event) && event.proof === 'strong' && known?.pinnedAt == null;
    if (pins || (known?.lastSeenAt ?? 0) <= due) {
      this.#sources.heard(workspaceId, source, { now, pins });
      this.#knownSources.delete(`${workspaceId}/${source}`);
    }
    if (keyId === null || (this.#keyNotedAt.get(keyId) ?? 0) > due) return;
    this.#keys.touch(keyId, now);
    this.#keyNotedAt.set(keyId, now);
  }

  #decide(event: NewEvent, remembersSince: number): AcceptOutcome {
    const { workspaceId, source, eventId, key, bodyDigest } = event;
    const sameId = this.#byEvent.get(workspaceId, source, eventId);
    if (sameId) {
      const isSameBody = seenRow.parse(sameId).body_digest.every((byte, i) => byte === bodyDigest[i]);
      return isSameBody ? { status: 'duplicate', eventId } : { status: 'refused', error: 'event_id_conflict' };
    }
    const binding = boundKeyOf(event);
    const sameBody = binding === null ? undefined : this.#byDigest.get(workspaceId, bodyDigest, binding);
    if (sameBody) return { status: 'duplicate', eventId: seenRow.parse(sameBody).event_id };

    if (key === '') return { status: 'accepted', eventId };
    const sameKey =
      this.#byKey.get(workspaceId, source, key, remembersSince) ??
      this.#byEventAsKey.get(workspaceId, source, key, remembersSince);
    return sameKey ? { status: 'refused', error: 'idempotency_key_reuse' } : { status: 'accepted', eventId };
  }

  #append(event: NewEvent): void {
    this.#insert.run(
      event.workspaceId,
      event.source,
      event.sourceKind,
      event.eventType,
      event.eventId,
      event.key,
      event.sourceIdentifier,
      event.proof,
      event.scheme,
      event.receivedAt,
      event.bodyDigest,
      event.body,
      JSON.stringify(event.headers),
      event.receivedAt,
    );
  }
}
