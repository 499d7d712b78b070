import { z } from 'zod';
import type { RefusalLog } from '../../ingest/refusal-log.ts';
import type { LoggedRefusal, LogStore } from '../../store/log-store.ts';
import type { HttpContext } from '../environment.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, numberCursorSchema, pageSchema, toPage } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const query = z.object({ after: numberCursorSchema.optional(), limit: limitSchema });

const refusalSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  path: z.string(),
  error: z.string(),
  /** What is wrong with the body, where its signature verified. */
  detail: z.string(),
  verified: z.boolean(),
  address: z.string(),
  user_agent: z.string(),
});

export interface LogRouteParts {
  readonly store: LogStore;
  readonly refusals: RefusalLog;
}

/** What was refused, and what was changed. */
export function createLogRoutes(parts: LogRouteParts): readonly ApiRoute[] {
  return [...createRefusalRoutes(parts), createActionRoute(parts)];
}

function createRefusalRoutes({ store, refusals }: LogRouteParts): readonly ApiRoute[] {
  const answer = { status: 200, description: 'One page', schema: pageSchema(refusalSchema) } as const;
  const list = async (c: HttpContext, workspaceId: string | null, { after, limit }: z.infer<typeof query>) => {
    // What was refused a moment ago is what somebody looks for.
    await refusals.flush();
    const found = await store.listRefusals({ workspaceId, beforeId: after, limit: limit + 1 });
    const page = toPage(found, limit, ({ id }) => String(id));
    return c.json({ items: page.items.map(toRefusal), next: page.next });
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/refusals',
      scope: 'read',
      summary: 'Requests that were refused, newest first; the last 10,000 of all workspaces are kept',
      query,
      answer,
      handle: ({ c, workspaceId, query: asked }) => list(c, workspaceId, asked),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/refusals',
      scope: 'admin',
      summary: 'Refused requests to workspaces that are not there; for the operator alone',
      query,
      answer,
      handle: ({ c, query: asked }) => list(c, null, asked),
    }),
  ];
}

function createActionRoute({ store }: LogRouteParts): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/workspaces/{ws}/audit-log',
    scope: 'admin',
    summary: 'What was changed through the API, by whom, newest first',
    query,
    answer: {
      status: 200,
      description: 'One page',
      schema: pageSchema(
        z.object({
          id: z.string(),
          at: z.iso.datetime(),
          actor_kind: z.enum(['operator', 'token', 'user', 'nobody']),
          actor_id: z.string(),
          actor_name: z.string(),
          /** Method and path of the route. */
          action: z.string(),
          target: z.string(),
        }),
      ),
    },
    handle: async ({ c, workspaceId, query: { after, limit } }) => {
      const found = await store.listActions({ workspaceId, beforeId: after, limit: limit + 1 });
      const page = toPage(found, limit, ({ id }) => String(id));
      const items = page.items.map(({ id, at, actorKind, actorId, actorName, action, target }) => ({
        id: String(id),
        at: isoTime(at),
        actor_kind: actorKind,
        actor_id: actorId,
        actor_name: actorName,
        action,
        target,
      }));
      return c.json({ items, next: page.next });
    },
  });
}

function toRefusal(refusal: LoggedRefusal): z.infer<typeof refusalSchema> {
  const { id, at, path, error, detail, isVerified, address, userAgent } = refusal;
  return { id: String(id), at: isoTime(at), path, error, detail, verified: isVerified, address, user_agent: userAgent };
}
