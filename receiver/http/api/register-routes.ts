import { Hono } from 'hono';
import { answerError } from '../answers.ts';
import type { HttpEnvironment } from '../environment.ts';
import { describeApi } from './openapi.ts';
import { type GuardParts, requireScope } from './require-scope.ts';
import type { ApiRoute } from './route.ts';

/** Registers every route behind its scope, and what describes them; other methods of their paths are answered with 405. */
export function registerRoutes(routes: readonly ApiRoute[], guard: GuardParts): Hono<HttpEnvironment> {
  const app = new Hono<HttpEnvironment>();
  for (const { method, path, scope, handle } of routes) {
    app.on(method, honoPath(path), requireScope(guard, scope), (c) => handle(c, guard.clock()));
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

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
