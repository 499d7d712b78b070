import type { Refusal } from '../api/client.ts';
import { type ConsoleTextKey, t } from '../text.ts';

const TEXTS: Readonly<Record<string, ConsoleTextKey>> = {
  unreachable: 'unreachable',
  unauthorized: 'problem_unauthorized',
  forbidden: 'problem_forbidden',
  invalid_csrf_token: 'problem_invalid_csrf_token',
  not_found: 'problem_not_found',
  rate_limited: 'problem_rate_limited',
  unavailable: 'problem_unavailable',
};

/** What a person reads when something was refused: what is wrong with which field, else what to do. */
export function describeProblem({ problem }: Refusal): string {
  const issues = problem.issues ?? [];
  if (issues.length > 0) return issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  const key = TEXTS[problem.error];
  return key ? t(key) : (problem.message ?? t('problem_refused', { code: problem.error }));
}
