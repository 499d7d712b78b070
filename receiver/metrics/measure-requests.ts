import { createMiddleware } from 'hono/factory';
import type { HttpEnvironment } from '../http/environment.ts';
import type { Metrics, RouteGroup } from './metrics.ts';

/** Counts and times every answer. */
export function createMeasuring(metrics: Metrics) {
  return createMiddleware<HttpEnvironment>(async (c, next) => {
    const begunAt = performance.now();
    await next();
    metrics.observeRequest(groupOf(c.req.path), c.res.status, (performance.now() - begunAt) / 1000);
  });
}

function groupOf(path: string): RouteGroup {
  if (/^\/webhooks\/v1\/[^/]+\/blobs\//.test(path)) return 'blobs';
  if (path.startsWith('/webhooks/v1/')) return 'ingress';
  if (path.startsWith('/api/v1/webhooks/generic/')) return 'generic';
  return path.startsWith('/api/v1/') ? 'api' : 'other';
}
