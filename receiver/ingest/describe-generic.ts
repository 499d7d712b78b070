import { hash } from 'node:crypto';
import { EVENT_ID } from '../../lib/protocol/event.ts';
import { textOf } from '../verification/preset.ts';
import { presetOf } from '../verification/presets.ts';
import type { GenericRequest, Verified } from './verify-generic.ts';

/** Longer names and ids are cut, longer keys are hashed: they are indexed, and their whole stands in the body. */
const MAX_TEXT = 255;
const TYPE_KEYS = ['event', 'type', 'action'];
const KEY_HEADERS = ['webhook-id', 'x-iw-idempotency-key', 'x-webhook-id', 'x-request-id'];

/** The envelope of an event that came without one. */
export interface GenericEnvelope {
  readonly eventType: string;
  /** `null`: never deduplicated by a key. */
  readonly dedupeKey: string | null;
  /** As the body itself says under a signature of ours; `null` when it does not. */
  readonly eventId: string | null;
  readonly sourceIdentifier: string;
}

type Described = Verified & { readonly source: string; readonly body: Readonly<Record<string, unknown>> };

/**
 * Finds type, key and correlation of an event (docs/protocol.md, section 2). Where the signature covers the body, what the body
 * says comes first and the query only fills what is missing; else the query comes first.
 */
export function describeGeneric(request: GenericRequest, event: Described): GenericEnvelope {
  const { query, header, workspaceId } = request;
  const { body, source } = event;
  const isCovered = isBodyCovered(event);
  const preset = presetOf(event.scheme)?.describe(request, body);
  const type = firstText(TYPE_KEYS.map((key) => body[key]));
  const eventType = isCovered
    ? firstText([preset?.eventType, type, query('event_type')])
    : firstText([query('event_type'), type]);

  const ownId = event.scheme === 'iw' || event.scheme === 'standard' ? firstText([body['event_id']]) : undefined;
  // A strong signature binds the id of its headers as well.
  const signedId = event.proof === 'strong' ? header('webhook-id') : undefined;
  const asked = [query('dedupe_key'), ...KEY_HEADERS.map((name) => header(name))];
  const key = firstText(isCovered ? [ownId, preset?.dedupeKey, signedId, ...asked] : asked);
  const dedupeKey = key === undefined ? null : toKey(key);
  const bodyId = typeof body['id'] === 'number' ? String(body['id']) : body['id'];
  return {
    eventType: cut(eventType ?? 'received'),
    dedupeKey,
    eventId: ownId !== undefined && EVENT_ID.test(ownId) ? ownId : null,
    sourceIdentifier: cut(firstText([query('source_identifier'), key, bodyId]) ?? `${source}:${workspaceId}`),
  };
}

/** Whether the proof says anything about what the body holds. */
export function isBodyCovered({ proof }: Pick<Verified, 'proof'>): boolean {
  return proof === 'strong' || proof === 'body';
}

function firstText(values: readonly unknown[]): string | undefined {
  return values.map(textOf).find((text) => text !== undefined && text !== '');
}

function toKey(text: string): string {
  return text.length <= MAX_TEXT ? text.toWellFormed() : `sha256:${hash('sha256', text)}`;
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed();
}
