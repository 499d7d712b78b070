import type { Bytes } from '../../lib/protocol/bytes.ts';
import { SECURITY_HEADERS } from '../../lib/protocol/headers.ts';
import { parseSecurityHeaders, type SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import { bodyChunksOf, findRepeatedHeader, type HttpContext } from './environment.ts';
import { readBody } from './read-body.ts';

const JSON_TYPE = /^application\/json(\s*;\s*charset="?utf-8"?)?$/i;
/** Kept with an event for whoever looks into it; none of them is a secret or a signature. */
const KEPT_HEADERS = ['content-type', 'user-agent', 'x-iw-timestamp', 'x-iw-idempotency-key', 'webhook-timestamp'];

export type Received = { ok: true; headers: SecurityHeaders; body: Bytes } | Refusal | null;

/**
 * Steps 3 and 4 of docs/protocol.md, section 1.3: header syntax, then the raw body.
 * @returns `null` when the sender went away
 */
export async function receive(c: HttpContext, maxBodyBytes: number): Promise<Received> {
  const repeated = findRepeatedHeader(c, SECURITY_HEADERS);
  if (repeated) return refuse('invalid_header', { header: repeated });
  const parsed = parseSecurityHeaders((name) => c.req.header(name));
  if (!parsed.ok) return refuse(parsed.error, { header: parsed.header });
  if (!isPlainJson(c)) return refuse('unsupported_media_type');

  const read = await readBody(bodyChunksOf(c), maxBodyBytes);
  if (read.ok) return { ok: true, headers: parsed.headers, body: read.body };
  if (read.reason === 'aborted') return null;
  return { ...refuse('payload_too_large', { limit_bytes: maxBodyBytes }), closesConnection: !read.isAllRead };
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

/** Nothing compressed: a limit on what is sent would say nothing about what it becomes. */
function isPlainJson(c: HttpContext): boolean {
  const encoding = c.req.header('content-encoding');
  const isIdentity = encoding === undefined || encoding.trim().toLowerCase() === 'identity';
  return isIdentity && JSON_TYPE.test(c.req.header('content-type')?.trim() ?? '');
}
