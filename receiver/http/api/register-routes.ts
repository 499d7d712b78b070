import { Hono } from 'hono';
import { describeError, log } from '../../log.ts';
import { answerError } from '../answers.ts';
import type { HttpContext, HttpEnvironment } from '../environment.ts';
import { describeApi } from './openapi.ts';
import { type GuardParts, requireScope } from './require-scope.ts';
import { NOBODY } from './principal.ts';
import type { ApiRoute } from './route.ts';

/** Registers every route behind its scope, and what describes them; other methods of their paths are answered with 405. */
export function registerRoutes(routes: readonly ApiRoute[], guard: GuardParts): Hono<HttpEnvironment> {
  const app = new Hono<HttpEnvironment>();
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), requireScope(guard, route.scope), async (c) => {
      const answer = await route.handle(c, guard.clock());
      if (answer.ok && isAudited(route)) await noteAction(c, guard, route);
      return answer;
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    app.all(honoPath(path), (c) => {
      c.header('Allow', methods.join(', '));
      return answerError(c, 'method_not_allowed');
    });
  }
  let document: object | null = null;
  app.get('/openapi.json', (c) => c.json((document ??= describeApi(routes))));
  return app;
}

/** Whatever changes something, by somebody who is known. */
function isAudited({ method, scope }: ApiRoute): boolean {
  return method !== 'GET' && scope !== 'anyone';
}

async function noteAction(c: HttpContext, { store, clock }: GuardParts, { method, path }: ApiRoute): Promise<void> {
  const { kind, id, name } = (c.get('principal') ?? NOBODY).actor;
  const action = {
    at: clock(),
    workspaceId: c.req.param('ws') ?? null,
    actorKind: kind,
    actorId: id,
    actorName: name,
    action: `${method} ${path}`,
    target: c.req.path,
  };
  // It is done: that is what the answer says.
  await store.noteAction(action).catch((error: unknown) => log.error('action_not_noted', { ...describeError(error) }));
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
