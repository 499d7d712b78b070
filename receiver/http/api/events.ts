import { z } from 'zod';
import { type EventKey, INBOX_STATES, type InboxEvent, type StoredEvent } from '../../store/event-store.ts';
import type { Store } from '../../store/store.ts';
import { answerError } from '../answers.ts';
import type { HttpContext } from '../environment.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, numberCursorSchema, pageSchema, toPage } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const EVENTS = '/api/v1/workspaces/{ws}/events';

const eventItemSchema = z.object({
  id: z.string(),
  event_id: z.string(),
  source: z.string(),
  source_kind: z.string(),
  event_type: z.string(),
  source_identifier: z.string().nullable(),
  dedupe_key: z.string().nullable(),
  verified: z.boolean(),
  state: z.enum(INBOX_STATES),
  attempts: z.int(),
  error: z.string().nullable(),
  received_at: z.iso.datetime(),
});

const eventSchema = eventItemSchema.extend({
  /** Those of its headers that are kept. */
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});

/**
 * Reading the inbox back (docs/protocol.md, section 6).
 * @param onReplayed called after an event was made due
 */
export function createEventRoutes(store: Store, onReplayed: () => void): readonly ApiRoute[] {
  return [listRoute(store), showRoute(store), rawRoute(store), replayRoute(store, onReplayed)];
}

function listRoute(store: Store): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: EVENTS,
    scope: 'read',
    summary: 'Events that came in, newest first',
    query: z.object({
      source: z.string().optional(),
      event_type: z.string().optional(),
      state: z.enum(INBOX_STATES).optional(),
      after: numberCursorSchema.optional(),
      limit: limitSchema,
    }),
    answer: { status: 200, description: 'One page', schema: pageSchema(eventItemSchema) },
    handle: async ({ c, workspaceId, query: { source, event_type: eventType, state, after, limit } }) => {
      const asked = { workspaceId, source, eventType, state, beforeId: after, limit: limit + 1 };
      const page = toPage(await store.listEvents(asked), limit, ({ id }) => String(id));
      return c.json({ items: page.items.map(toEventItem), next: page.next });
    },
  });
}

function showRoute(store: Store): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: `${EVENTS}/{id}`,
    scope: 'read',
    summary: 'One event with its body',
    answer: { status: 200, description: 'The event; "body" is null when it is not kept', schema: eventSchema },
    handle: async ({ c, workspaceId }) => {
      const event = await store.findEvent(keyOf(c, workspaceId));
      return event ? c.json(toEvent(event)) : answerError(c, 'not_found');
    },
  });
}

function rawRoute(store: Store): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: `${EVENTS}/{id}/raw`,
    scope: 'read',
    summary: 'The body of an event, byte for byte as it came',
    answer: { status: 200, description: 'The bytes', mediaType: 'application/json' },
    errors: ['body_gone'],
    handle: async ({ c, workspaceId }) => {
      const event = await store.findEvent(keyOf(c, workspaceId));
      if (!event) return answerError(c, 'not_found');
      if (!event.body) return answerError(c, 'body_gone');
      // It is what somebody sent: no browser may take it for anything that runs.
      return c.body(event.body, 200, { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' });
    },
  });
}

function replayRoute(store: Store, onReplayed: () => void): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: `${EVENTS}/{id}/replay`,
    scope: 'write',
    summary: 'Have an event worked off once more; what came of it before does not come twice',
    answer: {
      status: 202,
      description: 'It is due',
      schema: z.object({ id: z.string(), state: z.literal('pending') }),
    },
    errors: ['body_gone'],
    handle: async ({ c, workspaceId, now }) => {
      const key = keyOf(c, workspaceId);
      const event = await store.findEvent(key);
      if (!event) return answerError(c, 'not_found');
      if (!event.body) return answerError(c, 'body_gone');
      await store.replayInbox({ ...key, now });
      onReplayed();
      return c.json({ id: String(key.id), state: 'pending' }, 202);
    },
  });
}

/** An id that can be none finds nothing. */
function keyOf(c: HttpContext, workspaceId: string): EventKey {
  const id = c.req.param('id') ?? '';
  return { workspaceId, id: /^[1-9][0-9]{0,14}$/.test(id) ? Number(id) : -1 };
}

function toEvent(event: StoredEvent): z.infer<typeof eventSchema> {
  const body: unknown = event.body ? JSON.parse(new TextDecoder().decode(event.body)) : null;
  return { ...toEventItem(event), headers: { ...event.headers }, body };
}

function toEventItem(event: InboxEvent): z.infer<typeof eventItemSchema> {
  return {
    id: String(event.id),
    event_id: event.eventId,
    source: event.source,
    source_kind: event.sourceKind,
    event_type: event.eventType,
    source_identifier: event.sourceIdentifier,
    dedupe_key: event.key || null,
    verified: event.proof !== 'none',
    state: event.state,
    attempts: event.attempts,
    error: event.error,
    received_at: isoTime(event.receivedAt),
  };
}
