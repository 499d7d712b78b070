import { Hono } from 'hono';
import { describeError, log } from '../log.ts';
import { createMeasuring } from '../metrics/measure-requests.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { answerError } from './answers.ts';
import { type BlobRouteParts, createBlobRoutes } from './blobs.ts';
import { createConsoleRoutes } from './console.ts';
import type { HttpEnvironment } from './environment.ts';
import { createGenericRoutes } from './generic.ts';
import { createHealthRoutes, type HealthParts } from './health.ts';
import { createHostGuard } from './host-guard.ts';
import { createIngressRoutes, type IngressParts } from './ingress.ts';
import { createInspectRoutes, type InspectParts } from './inspect.ts';
import { createPairingRoutes, type PairingRouteParts } from './pairing.ts';

const RETRY_AFTER_SECONDS = '5';

export interface AppParts {
  readonly api: Hono<HttpEnvironment>;
  readonly metrics: Metrics;
  readonly ingress: IngressParts;
  readonly blobs: BlobRouteParts;
  readonly pairing: PairingRouteParts;
  readonly inspect: InspectParts;
  readonly health: HealthParts;
  /** Where the built console is. */
  readonly consoleDir: string;
  /** Host names the receiver goes by, besides loopback. */
  readonly hostNames: readonly string[];
  /** Once true, every request is turned away. */
  readonly isClosing: () => boolean;
}

/** All routes. No CORS headers anywhere: no web page has business here. */
export function createApp(parts: AppParts): Hono<HttpEnvironment> {
  const app = new Hono<HttpEnvironment>();
  app.use(createMeasuring(parts.metrics));
  app.use(createHostGuard(parts.hostNames));
  app.use(async (c, next) => {
    if (!parts.isClosing()) return next();
    c.header('Connection', 'close');
    c.header('Retry-After', RETRY_AFTER_SECONDS);
    return answerError(c, 'unavailable');
  });

  app.route('/', createIngressRoutes(parts.ingress));
  app.route('/', createGenericRoutes(parts.ingress));
  app.route('/', createBlobRoutes(parts.blobs));
  app.route('/', createPairingRoutes(parts.pairing));
  app.route('/', createInspectRoutes(parts.inspect));
  app.route('/', createHealthRoutes(parts.health));
  app.route('/', parts.api);
  app.route('/', createConsoleRoutes(parts.consoleDir));
  for (const [path, allow] of [
    ['/webhooks/v1/test', 'POST'],
    ['/webhooks/v1/:workspace/:source', 'POST'],
    ['/webhooks/v1/:workspace/blobs/:digest', 'PUT, HEAD'],
    ['/api/v1/webhooks/generic/:workspace', 'POST'],
    ['/api/v1/pair', 'POST'],
    ['/healthz', 'GET'],
    ['/readyz', 'GET'],
    ['/openapi.json', 'GET'],
  ] as const) {
    app.all(path, (c) => {
      c.header('Allow', allow);
      return answerError(c, 'method_not_allowed');
    });
  }
  app.notFound((c) => answerError(c, 'not_found'));
  app.onError((error, c) => {
    log.error('request_failed', { ...describeError(error) });
    if (!(error instanceof StoreFailure)) return answerError(c, 'internal_error');
    c.header('Retry-After', RETRY_AFTER_SECONDS);
    return answerError(c, 'unavailable');
  });
  return app;
}
