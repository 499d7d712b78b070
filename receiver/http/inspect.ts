import { Hono } from 'hono';
import { type Inspectors, MAX_INSPECTED_BYTES } from '../inspector/inspectors.ts';
import { answerError, answerGone } from './answers.ts';
import { answerRateLimited, type CallerParts } from './caller.ts';
import { bodyChunksOf, type HttpContext, type HttpEnvironment } from './environment.ts';
import { readBody } from './read-body.ts';

export const INSPECT_PATH = '/inspect/';

export interface InspectParts extends Pick<CallerParts, 'limits' | 'clock' | 'addressOf'> {
  readonly inspectors: Inspectors;
}

/** Any method at `/inspect/{id}`: kept to be looked at, whatever it is. The sender hears nothing of what is in it. */
export function createInspectRoutes(parts: InspectParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  const keep = (c: HttpContext) => keepRequest(c, parts, c.req.param('id') ?? '');
  // The one that tools use has its entry in the OpenAPI document.
  routes.post(`${INSPECT_PATH}:id`, keep);
  routes.all(`${INSPECT_PATH}:id`, keep);
  return routes;
}

async function keepRequest(c: HttpContext, parts: InspectParts, id: string): Promise<Response> {
  const { inspectors, limits, clock, addressOf } = parts;
  const now = clock();
  const inspector = inspectors.find(id, now);
  if (!inspector) return answerError(c, 'not_found');
  const address = addressOf(c);
  const waitSeconds = limits.admit({ workspaceId: inspector.workspaceId, address }, now);
  if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);
  const read = await readBody(bodyChunksOf(c), MAX_INSPECTED_BYTES);
  if (!read.ok && read.reason === 'aborted') return answerGone(c);
  inspectors.note(id, {
    at: now,
    method: c.req.method,
    query: new URL(c.req.url).search.slice(1),
    headers: headersOf(c),
    address,
    body: read.ok ? read.body : null,
  });
  if (!read.ok) return answerError(c, 'payload_too_large', { limit_bytes: MAX_INSPECTED_BYTES });
  return c.json({ status: 'inspected' });
}

/** As they came, in lower case; those that came twice stand twice. */
function headersOf(c: HttpContext): (readonly [string, string])[] {
  const raw = c.env?.incoming?.rawHeaders;
  if (!raw) return [...c.req.raw.headers];
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ''] as const] : []));
}
