import { Hono } from 'hono';
import { blobRef } from '../../lib/protocol/paths.ts';
import { WORKSPACE_ID } from '../../lib/protocol/workspace-id.ts';
import { type BlobParts, findSignedBlob, type ReadPieces, takeBlob } from '../ingest/take-blob.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import { answerError, answerRefusal } from './answers.ts';
import { type CallerParts, withinLimits } from './caller.ts';
import { bodyChunksOf, type HttpContext, type HttpEnvironment } from './environment.ts';
import { drainBody } from './read-body.ts';
import { receiveHeaders } from './receive.ts';

const DIGEST = /^[0-9a-f]{64}$/;
const MIME_TYPE = /^[\x21-\x7e ]{1,255}$/;
/** Each unfinished upload may lie on the disk with all its bytes before its signature can be checked. */
const MAX_UPLOADS = 16;
const RETRY_AFTER_SECONDS = 5;

export interface BlobRouteParts extends CallerParts {
  readonly blobs: BlobParts;
  readonly maxBlobBytes: number;
}

/** `PUT` and `HEAD /webhooks/v1/{workspace_id}/blobs/{sha256}` (docs/protocol.md, section 1.6). */
export function createBlobRoutes(parts: BlobRouteParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  let uploads = 0;
  routes.put('/webhooks/v1/:workspace/blobs/:digest', async (c) => {
    const route = routeOf(c);
    if (!route) return answerError(c, 'not_found');
    if (uploads >= MAX_UPLOADS) return answerRefusal(c, TOO_MANY_UPLOADS);
    uploads += 1;
    try {
      return await putBlob(c, parts, route);
    } finally {
      uploads -= 1;
    }
  });
  // Hono looks for the handlers of GET when a HEAD comes.
  routes.get('/webhooks/v1/:workspace/blobs/:digest', async (c, next) => {
    if (c.req.method !== 'HEAD') return next();
    const route = routeOf(c);
    return route ? headBlob(c, parts, route) : answerError(c, 'not_found');
  });
  return routes;
}

const TOO_MANY_UPLOADS: Refusal = {
  ...refuse('unavailable'),
  retryAfterSeconds: RETRY_AFTER_SECONDS,
  closesConnection: true,
};

interface BlobRoute {
  readonly workspaceId: string;
  readonly digest: string;
}

function routeOf(c: HttpContext): BlobRoute | null {
  const { workspace: workspaceId = '', digest = '' } = c.req.param() as Record<string, string>;
  return WORKSPACE_ID.test(workspaceId) && DIGEST.test(digest) ? { workspaceId, digest } : null;
}

async function putBlob(c: HttpContext, parts: BlobRouteParts, route: BlobRoute): Promise<Response> {
  return withinLimits(c, { ...parts, ...route }, async () => {
    const received = receiveHeaders(c);
    if (!received.ok) return received;
    const { headers } = received;
    const type = c.req.header('content-type')?.trim() ?? '';
    const mimeType = MIME_TYPE.test(type) ? type : 'application/octet-stream';
    const read: ReadPieces = async (take) => {
      const drained = await drainBody(bodyChunksOf(c), parts.maxBlobBytes, take);
      if (drained.ok) return drained;
      if (drained.reason === 'aborted') return null;
      return {
        ...refuse('payload_too_large', { limit_bytes: parts.maxBlobBytes }),
        closesConnection: !drained.isAllRead,
      };
    };
    const taken = await takeBlob(parts.blobs, { ...route, headers, mimeType, now: parts.clock() }, read);
    if (!taken?.ok) return taken;
    const status = taken.isNew ? 'stored' : 'duplicate';
    return c.json({ status, ref: blobRef(route.digest) }, taken.isNew ? 201 : 200);
  });
}

async function headBlob(c: HttpContext, parts: BlobRouteParts, route: BlobRoute): Promise<Response> {
  return withinLimits(c, { ...parts, ...route }, async () => {
    const received = receiveHeaders(c);
    if (!received.ok) return received;
    const { headers } = received;
    const found = await findSignedBlob(parts.blobs, { ...route, headers, now: parts.clock() });
    return found.ok ? c.body(null, found.isStored ? 200 : 404) : found;
  });
}
