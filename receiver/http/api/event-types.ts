import { z } from 'zod';
import { EVENT_TYPES } from '../../outbox/event-types.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** What a webhook or a stream can listen for (docs/receiver.md). */
export function createEventTypeRoutes(): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/event-types',
      scope: 'read',
      summary:
        'Event types of this receiver with a sample of their data; webhook.{source}.{slug} comes with what comes in',
      answer: {
        status: 200,
        description: 'The types',
        schema: z.object({
          items: z.array(
            z.object({
              type: z.string(),
              title: z.string(),
              description: z.string(),
              sample: z.record(z.string(), z.unknown()),
            }),
          ),
        }),
      },
      handle: async ({ c }) => c.json({ items: EVENT_TYPES }),
    }),
  ];
}
