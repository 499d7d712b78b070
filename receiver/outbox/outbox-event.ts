import { createHash } from 'node:crypto';
import type { OutboxEventType } from './event-types.ts';

/** The `source` of events that come from here (docs/protocol.md, section 4). */
const OWN_SOURCE = 'brainpost';

/** What happened, before it stands in the outbox. */
export interface NewOutboxEvent {
  readonly workspaceId: string;
  /** `chat.message`, `webhook.chatgpt.brain_ingest`. */
  readonly type: OutboxEventType;
  /** What it is about, for those who want events in order: a conversation's id; `null` for none. */
  readonly subject: string | null;
  /** Names the happening: however often it is appended, it stands in the outbox once. Unique in its workspace. */
  readonly onceKey: string;
  /** UNIX milliseconds. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** The inbox event whose body becomes `data.payload`; the bytes are not kept twice. */
  readonly inboxId?: number;
}

/** Derived: an event that is written again after a crash has the id that somebody may have seen already. */
export function eventIdOf({ workspaceId, onceKey }: Pick<NewOutboxEvent, 'workspaceId' | 'onceKey'>): string {
  const digest = createHash('sha256').update(JSON.stringify([workspaceId, onceKey]));
  return `evt_${digest.digest('hex').slice(0, 40)}`;
}

/** The event as JSON text (docs/protocol.md, section 1.2); ends with the braces of `data` and of the event. */
export function envelopeOf(event: NewOutboxEvent): string {
  return JSON.stringify({
    event_id: eventIdOf(event),
    source: OWN_SOURCE,
    type: event.type,
    workspace_id: event.workspaceId,
    timestamp: new Date(event.at).toISOString(),
    data: event.data,
  });
}

/** Puts the body of an inbox event in as it came, number by number and space by space. @param body JSON text, `null` when it is not kept any more */
export function withPayload(envelope: string, body: string | null): string {
  if (body === null) return envelope;
  const comma = envelope.endsWith('{}}') ? '' : ',';
  return `${envelope.slice(0, -2)}${comma}"payload":${body}}}`;
}

/** Topic and role name of what came in (docs/protocol.md, section 3). */
export function topicOf(source: string, eventType: string): `webhook.${string}.${string}` {
  const slug = eventType
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return `webhook.${source}.${slug || 'received'}`;
}
