import type { Bytes } from '../../lib/protocol/bytes.ts';
import { parseSecurityHeaders, type SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { findRepeated, isIdentity, SIGNED_RULES } from '../ingest/header-rules.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import { bodyChunksOf, headerNamesOf, type HttpContext } from './environment.ts';
import { readBody } from './read-body.ts';

/** Kept with an event for whoever looks into it; none of them is a secret or a signature. */
const KEPT_HEADERS = [
  'content-type',
  'user-agent',
  'x-iw-timestamp',
  'x-iw-idempotency-key',
  'webhook-id',
  'webhook-timestamp',
  'x-webhook-id',
  'x-request-id',
  'x-github-event',
  'x-github-delivery',
  'x-slack-request-timestamp',
  'x-slack-retry-num',
  'x-shopify-topic',
  'x-shopify-event-id',
  'x-shopify-shop-domain',
];

export type Received = { ok: true; headers: SecurityHeaders; body: Bytes } | Refusal | null;

/**
 * Steps 3 and 4 of docs/protocol.md, section 1.3: header syntax, then the raw body.
 * @returns `null` when the sender went away
 */
export async function receive(c: HttpContext, maxBodyBytes: number): Promise<Received> {
  const received = receiveHeaders(c);
  if (!received.ok) return received;
  if (!SIGNED_RULES.contentType.test(c.req.header('content-type')?.trim() ?? ''))
    return refuse('unsupported_media_type');
  const body = await receiveBody(c, maxBodyBytes);
  return body?.ok ? { ...received, ...body } : body;
}

/** Step 3 alone: the security headers, each once, and a body that is sent as it is. */
export function receiveHeaders(c: HttpContext): { ok: true; headers: SecurityHeaders } | Refusal {
  const repeated = findRepeated(headerNamesOf(c), SIGNED_RULES.once);
  if (repeated) return refuse('invalid_header', { header: repeated });
  const parsed = parseSecurityHeaders((name) => c.req.header(name));
  if (!parsed.ok) return refuse(parsed.error, { header: parsed.header });
  return isIdentity(c.req.header('content-encoding')) ? parsed : refuse('unsupported_media_type');
}

/** Step 4 alone. @returns `null` when the sender went away */
export async function receiveBody(
  c: HttpContext,
  maxBytes: number,
): Promise<{ ok: true; body: Bytes } | Refusal | null> {
  const read = await readBody(bodyChunksOf(c), maxBytes);
  if (read.ok) return read;
  if (read.reason === 'aborted') return null;
  return { ...refuse('payload_too_large', { limit_bytes: maxBytes }), closesConnection: !read.isAllRead };
}

/** Those of the request's headers that are stored with its event. */
export function keptHeadersOf(c: HttpContext): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = c.req.header(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
