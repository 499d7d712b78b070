import { Hono } from 'hono';
import { SOURCE } from '../../lib/protocol/event.ts';
import { WORKSPACE_ID } from '../../lib/protocol/workspace-id.ts';
import { HEADER } from '../../lib/protocol/headers.ts';
import { ingest, type PipelineParts } from '../ingest/pipeline.ts';
import { claimedRouteOf, testEvent } from '../ingest/test-event.ts';
import { log } from '../log.ts';
import { answerError, answerGone, answerRefusal } from './answers.ts';
import { answerRateLimited, type CallerParts, describeRefusal, withinLimits } from './caller.ts';
import type { HttpContext, HttpEnvironment } from './environment.ts';
import { keptHeadersOf, receive } from './receive.ts';

export interface IngressParts extends CallerParts {
  readonly pipeline: PipelineParts;
  readonly maxBodyBytes: number;
  /** Called after an event was accepted. */
  readonly onAccepted: () => void;
}

/** `POST /webhooks/v1/{workspace_id}/{source}` and `POST /webhooks/v1/test` (docs/protocol.md, sections 1 and 1.7). */
export function createIngressRoutes(parts: IngressParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  routes.post('/webhooks/v1/test', (c) => takeTest(c, parts));
  routes.post('/webhooks/v1/:workspace/:source', (c) => {
    const { workspace: workspaceId, source } = c.req.param();
    // What can be no workspace and no source is no address of ours.
    if (!WORKSPACE_ID.test(workspaceId) || !SOURCE.test(source)) return answerError(c, 'not_found');
    return takeEvent(c, parts, { workspaceId, source });
  });
  return routes;
}

async function takeEvent(c: HttpContext, parts: IngressParts, route: { workspaceId: string; source: string }) {
  return withinLimits(c, { ...parts, workspaceId: route.workspaceId }, async () => {
    const received = await receive(c, parts.maxBodyBytes);
    if (!received?.ok) return received;
    const sent = { address: parts.addressOf(c), now: parts.clock(), keptHeaders: keptHeadersOf(c) };
    const request = { ...route, ...received, ...sent };
    const result = await ingest(parts.pipeline, request);
    if (!result.ok) return result;
    if (result.status === 'accepted') parts.onAccepted();
    else c.header(HEADER.replayed, 'true');
    return c.json({ status: result.status, event_id: result.eventId });
  });
}

/** The workspace is known only once the body is there, so its limit comes after reading. */
async function takeTest(c: HttpContext, parts: IngressParts) {
  const { limits, clock } = parts;
  const address = parts.addressOf(c);
  const addressWait = limits.waitOf(address, clock());
  if (addressWait > 0) return answerRateLimited(c, addressWait);
  const received = await receive(c, parts.maxBodyBytes);
  if (received === null) return answerGone(c);
  const caller = { workspaceId: received.ok ? claimedRouteOf(received.body).workspaceId : '', address };
  const waitSeconds = limits.admit(caller, clock());
  if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);

  const result = received.ok ? await testEvent(parts.pipeline, { ...received, address, now: clock() }) : received;
  if (result.ok) {
    log.info('test_passed', { workspace: caller.workspaceId, event_id: result.eventId });
    return c.json({ status: 'ok', event_id: result.eventId, checks: result.checks });
  }
  if (!result.isVerified) limits.blame(caller, clock());
  log.info('test_refused', { error: result.error });
  parts.refusals.note(describeRefusal(c, result, { ...caller, at: clock() }));
  return answerRefusal(c, result);
}
