import { Hono } from 'hono';
import { WORKSPACE_ID } from '../../lib/protocol/workspace-id.ts';
import { takeGeneric } from '../ingest/generic.ts';
import { checkContent, findRepeated, GENERIC_RULES } from '../ingest/header-rules.ts';
import { refuse } from '../ingest/refusal.ts';
import { answerError } from './answers.ts';
import { withinLimits } from './caller.ts';
import { headerNamesOf, type HttpContext, type HttpEnvironment } from './environment.ts';
import type { IngressParts } from './ingress.ts';
import { keptHeadersOf, receiveBody } from './receive.ts';

const QUERY = ['source', 'event_type', 'source_identifier', 'dedupe_key'] as const;

/** `POST /api/v1/webhooks/generic/{workspace_id}` (docs/protocol.md, section 2). */
export function createGenericRoutes(parts: IngressParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  routes.post('/api/v1/webhooks/generic/:workspace', (c) => {
    const workspaceId = c.req.param('workspace');
    return WORKSPACE_ID.test(workspaceId) ? takeRequest(c, parts, workspaceId) : answerError(c, 'not_found');
  });
  return routes;
}

async function takeRequest(c: HttpContext, parts: IngressParts, workspaceId: string): Promise<Response> {
  return withinLimits(c, { ...parts, workspaceId }, async () => {
    const repeated = findRepeated(headerNamesOf(c), GENERIC_RULES.once);
    if (repeated) return refuse('invalid_header', { header: repeated });
    const unreadable = checkContent((name) => c.req.header(name), GENERIC_RULES);
    if (unreadable) return unreadable;
    const received = await receiveBody(c, parts.maxBodyBytes);
    if (!received?.ok) return received;
    const query = new Map(QUERY.map((name) => [name as string, c.req.query(name)]));
    const result = await takeGeneric(parts.pipeline, {
      workspaceId,
      query: (name) => query.get(name),
      header: (name) => c.req.header(name),
      body: received.body,
      now: parts.clock(),
      address: parts.addressOf(c),
      keptHeaders: keptHeadersOf(c),
    });
    if (!result.ok) return result;
    if (result.challenge !== null) return c.json({ challenge: result.challenge });
    if (result.isNew) parts.onAccepted();
    return c.json({ accepted: result.isNew }, 202);
  });
}
