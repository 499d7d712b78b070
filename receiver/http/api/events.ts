import { z } from 'zod';
import { type EventStore, INBOX_STATES, type InboxEvent } from '../../store/event-store.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, numberCursorSchema, pageSchema, toPage } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';

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

/** Reading the inbox back (docs/protocol.md, section 6). */
export function createEventRoutes(store: EventStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/events',
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
    }),
  ];
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
