import { formatNumber } from '../../../lib/i18n/translate.ts';
import { ask, withQuery, workspacePath } from '../../api/client.ts';
import { type Agent, type Run, RUN_STATES } from '../../api/types.ts';
import { SelectField } from '../../forms/SelectField.tsx';
import { Badge } from '../../parts/Badge.tsx';
import { describeError } from '../../parts/describe-error.ts';
import { More } from '../../parts/More.tsx';
import { Time } from '../../parts/Time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { addressOf, changeQuery, route } from '../../route.ts';
import { mayWrite } from '../../session.ts';
import { t } from '../../text.ts';

const TONES = { queued: 'wait', running: 'wait', done: 'good', failed: 'bad' } as const;

interface RunListProps {
  workspaceId: string;
  agents: readonly Agent[];
  /** Of one agent alone. */
  agentId?: string;
}

/** What agents were asked for, newest first, and what came of it. */
export function RunList({ workspaceId, agents, agentId = '' }: RunListProps) {
  const state = route.value.query.get('state') ?? '';
  const path = withQuery(workspacePath(workspaceId, 'runs'), { agent: agentId, state, limit: '50' });
  const pages = usePages<Run>(path);
  return (
    <section class="section">
      <div class="filters">
        <SelectField
          label={t('state')}
          value={state}
          options={[['', t('every_state')], ...RUN_STATES.map((one) => [one, t(`run_${one}`)] as const)]}
          onChange={(chosen) => changeQuery({ state: chosen })}
        />
        <button type="button" onClick={pages.reload}>
          {t('reload')}
        </button>
      </div>
      <ul class="events">
        {pages.items.map((run) => (
          <RunRow
            key={run.id}
            workspaceId={workspaceId}
            run={run}
            name={agents.find(({ id }) => id === run.agent_id)?.name ?? run.agent_id}
            onChanged={pages.reload}
          />
        ))}
      </ul>
      <More pages={pages} empty={state ? t('runs_none_found') : t('runs_empty')} />
    </section>
  );
}

interface RunRowProps {
  workspaceId: string;
  run: Run;
  name: string;
  onChanged: () => void;
}

function RunRow({ workspaceId, run, name, onChanged }: RunRowProps) {
  const retry = async () => {
    await ask('POST', workspacePath(workspaceId, 'runs', run.id, 'retry'));
    onChanged();
  };
  const tokens = (run.prompt_tokens ?? 0) + (run.completion_tokens ?? 0);
  return (
    <li class="row">
      <h2>
        <a href={addressOf(workspaceId, ['conversations', run.conversation_id])} dir="auto">
          {name}
        </a>{' '}
        <Badge tone={TONES[run.state]}>{t(`run_${run.state}`)}</Badge>
      </h2>
      <p class="facts">
        {run.role} · <Time at={run.created_at} />
        {run.duration_ms !== null && ` · ${t('milliseconds', { count: formatNumber(run.duration_ms) })}`}
        {tokens > 0 && ` · ${t('tokens_used', { count: formatNumber(tokens) })}`}
      </p>
      {run.error && <p class="problem">{describeError(run.error)}</p>}
      {mayWrite.value && run.state === 'failed' && (
        <p>
          <button type="button" onClick={() => void retry()}>
            {t('run_retry')}
          </button>
        </p>
      )}
    </li>
  );
}
