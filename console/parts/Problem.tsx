import { Icon } from '../../components/Icon.tsx';
import type { Refusal } from '../api/client.ts';
import { t } from '../text.ts';
import { describeProblem } from './describe-problem.ts';

/** Why something is not shown or was not done, and a way to go on. */
export function Problem({ refusal, onRetry }: { refusal: Refusal | null; onRetry?: () => void }) {
  if (!refusal) return null;
  return (
    <div class="notice" role="alert" data-tone="bad">
      <p class="state">
        <Icon name="alert" />
        <span class="lines">{describeProblem(refusal)}</span>
      </p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {t('try_again')}
        </button>
      )}
    </div>
  );
}
