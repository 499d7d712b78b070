import type { ConnectionTest, ConnectionView, DeliveryReason } from '../lib/messages.ts';

export type Check = 'allowed' | 'answers' | 'knows_secret' | 'takes_event';
export type CheckState = 'open' | 'running' | 'good' | 'bad';

export const CHECKS: readonly Check[] = ['allowed', 'answers', 'knows_secret', 'takes_event'];

/** Which check a test that failed for a reason did not pass; those before it are passed. */
const FAILED: Record<DeliveryReason, Check> = {
  not_connected: 'allowed',
  permission_missing: 'allowed',
  unreachable: 'answers',
  timeout: 'answers',
  redirected: 'answers',
  not_an_answer: 'answers',
  endpoint_not_found: 'answers',
  server_error: 'answers',
  rate_limited: 'answers',
  invalid_signature: 'knows_secret',
  strong_signature_required: 'knows_secret',
  invalid_timestamp: 'knows_secret',
  other_workspace: 'knows_secret',
  forbidden: 'knows_secret',
  too_large: 'takes_event',
  rejected: 'takes_event',
};

/** One signed test event says all of it; this is its outcome, step by step. */
export function checkStates(connection: ConnectionView, test: ConnectionTest | 'running' | null): CheckState[] {
  if (!connection.permitted) return ['bad', 'open', 'open', 'open'];
  if (test === null) return ['good', 'open', 'open', 'open'];
  if (test === 'running') return ['good', 'running', 'running', 'running'];
  const failedAt = test.ok ? CHECKS.length : CHECKS.indexOf(FAILED[test.reason]);
  return CHECKS.map((_, at) => (at < failedAt ? 'good' : at === failedAt ? 'bad' : 'open'));
}
