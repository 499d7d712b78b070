import { useState } from 'preact/hooks';
import { formatNumber } from '../../../lib/i18n/translate.ts';
import { Problem } from '../../parts/Problem.tsx';
import { useAction } from '../../parts/use-action.ts';
import { plural, t } from '../../text.ts';
import type { Filters } from './LogFilters.tsx';

/** As many are counted; what is said of more is "so many or more". */
const MOST_COUNTED = 10_000;

interface ReplayProps {
  path: string;
  filters: Filters;
  onReplayed: () => void;
}

/** Delivers all that are listed once more. How many these are is said before. */
export function Replay({ path, filters, onReplayed }: ReplayProps) {
  const { run, isBusy, refusal } = useAction();
  const [count, setCount] = useState<number | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const { status_class: statusClass, ...rest } = filters;
  // The API repeats by state, type and time.
  if (statusClass !== '') return null;
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  const ask = async () => {
    const answer = await run<{ count: number }>('POST', path, { ...asked, dry_run: true });
    if (answer.ok) setCount(answer.body.count);
  };
  const replay = async () => {
    const answer = await run<{ count: number }>('POST', path, asked);
    setCount(null);
    if (!answer.ok) return;
    setDone(answer.body.count);
    onReplayed();
  };
  const shown = count === null ? '' : `${formatNumber(count)}${count >= MOST_COUNTED ? '+' : ''}`;
  return (
    <div class="actions">
      {count === null ? (
        <button type="button" disabled={isBusy} onClick={() => void ask()}>
          {t('replay_all')}
        </button>
      ) : (
        <span class="sure" role="group" aria-label={t('replay_all')}>
          <span role="status">{t('replay_sure', { count: shown })}</span>
          <button type="button" class="danger" disabled={isBusy} onClick={() => void replay()}>
            {t('replay_all')}
          </button>
          <button type="button" onClick={() => setCount(null)}>
            {t('cancel')}
          </button>
        </span>
      )}
      {done !== null && <span role="status">{plural('replayed', done)}</span>}
      <Problem refusal={refusal} />
    </div>
  );
}
