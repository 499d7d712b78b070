import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { checkRequest } from './check-request.ts';
import { decodeBody } from './decode-body.ts';
import type { Refusal } from './refusal.ts';
import type { VerifyParts } from './verify-request.ts';

/** The checks of docs/protocol.md, section 1.3, by the names that the test endpoint gives them. */
const CHECKS = ['headers', 'signature', 'timestamp', 'json', 'path', 'schema'];

export interface TestRequest {
  readonly headers: SecurityHeaders;
  readonly body: Bytes;
  /** UNIX milliseconds. */
  readonly now: number;
  /** Of the sender. */
  readonly address: string;
}

export type TestResult =
  | { readonly ok: true; readonly eventId: string; readonly checks: readonly { name: string; ok: true }[] }
  | Refusal;

/** Where a body says it goes. Not verified yet: it only chooses the keys to verify with. */
export function claimedRouteOf(body: Bytes): { workspaceId: string; source: string } {
  const decoded = decodeBody(body);
  const { workspace_id: workspaceId, source } = decoded.ok ? decoded.value : {};
  return {
    workspaceId: typeof workspaceId === 'string' ? workspaceId : '',
    source: typeof source === 'string' ? source : '',
  };
}

/**
 * Runs every check of a real request and stores nothing, pins nothing (docs/protocol.md, section 1.7).
 * @returns the names of the checks that passed, all of them; or the first refusal, with `clock_skew_seconds` when a verified
 *   sender's clock is wrong (positive: it is ahead)
 */
export async function testEvent(parts: VerifyParts, request: TestRequest): Promise<TestResult> {
  const route = claimedRouteOf(request.body);
  const checked = await checkRequest(parts, { ...route, ...request });
  if (!checked.ok) return checked.error === 'invalid_timestamp' ? withSkew(checked, request) : checked;
  return { ok: true, eventId: checked.event.event_id, checks: CHECKS.map((name) => ({ name, ok: true })) };
}

function withSkew(refusal: Refusal, { headers, now }: TestRequest): Refusal {
  const skew = headers.timestampSec - Math.floor(now / 1000);
  return { ...refusal, details: { ...refusal.details, clock_skew_seconds: skew } };
}
