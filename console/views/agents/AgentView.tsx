import { useState } from 'preact/hooks';
import { formatNumber } from '../../../lib/i18n/translate.ts';
import { workspacePath } from '../../api/client.ts';
import type { Agent } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { describeError } from '../../parts/describe-error.ts';
import { Problem } from '../../parts/Problem.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { addressOf } from '../../route.ts';
import { isOwner, mayWrite } from '../../session.ts';
import { t } from '../../text.ts';
import { AgentState } from './AgentState.tsx';
import { toAgentDraft } from './agent-draft.ts';
import { AgentForm } from './AgentForm.tsx';
import { RunList } from './RunList.tsx';

/** One agent: whether its model answers, its settings, and what it did. */
export function AgentView({ workspaceId, id }: { workspaceId: string; id: string }) {
  const path = workspacePath(workspaceId, 'agents', id);
  const { body: agent, refusal, reload } = useLoaded<Agent>(path);
  const action = useAction();
  // What somebody types stays when something else about the agent changes meanwhile.
  const [saves, setSaves] = useState(0);
  const [saved, setSaved] = useState<Agent | null>(null);
  const save = async (body: object) => {
    const answer = await action.run<Agent>('PATCH', path, body);
    if (!answer.ok) return;
    setSaved(answer.body);
    setSaves(saves + 1);
    reload();
  };
  return (
    <>
      <Back href={addressOf(workspaceId, ['agents'])}>{t('agents')}</Back>
      <Problem refusal={refusal} onRetry={reload} />
      {agent && (
        <>
          <h1 dir="auto">
            {agent.name} <AgentState agent={agent} />
          </h1>
          <AgentActions workspaceId={workspaceId} path={path} agent={agent} onChanged={reload} />
          {isOwner.value && (
            <AgentForm
              key={saves}
              initial={toAgentDraft(saved ?? agent)}
              hasKey={agent.has_api_key}
              label={t('save')}
              action={action}
              onSubmit={(body) => void save(body)}
            />
          )}
          <h2>{t('runs')}</h2>
          <RunList workspaceId={workspaceId} agents={[agent]} agentId={agent.id} />
        </>
      )}
    </>
  );
}

interface TestResult {
  ok: boolean;
  error: string | null;
  status_code: number | null;
  duration_ms: number;
}

interface AgentActionsProps {
  workspaceId: string;
  path: string;
  agent: Agent;
  onChanged: () => void;
}

function AgentActions({ workspaceId, path, agent, onChanged }: AgentActionsProps) {
  const { run, isBusy, refusal } = useAction();
  const [tested, setTested] = useState<TestResult | null>(null);
  const test = async () => {
    const answer = await run<TestResult>('POST', `${path}/test`);
    setTested(answer.ok ? answer.body : null);
  };
  const turn = async () => {
    if ((await run('PATCH', path, { active: !agent.active })).ok) onChanged();
  };
  const remove = async () => {
    if ((await run('DELETE', path)).ok) location.hash = addressOf(workspaceId, ['agents']);
  };
  return (
    <section class="section">
      <p class="facts">
        {agent.model} · {agent.base_url} · {agent.roles.join(', ')}
      </p>
      {mayWrite.value && (
        <p class="actions">
          <button type="button" disabled={isBusy} onClick={() => void test()}>
            {isBusy ? t('agent_testing') : t('agent_test')}
          </button>
          {isOwner.value && (
            <>
              <button type="button" disabled={isBusy} onClick={() => void turn()}>
                {agent.active ? t('switch_off') : t('switch_on')}
              </button>
              <SureButton
                label={t('delete')}
                question={t('agent_delete_sure')}
                disabled={isBusy}
                onSure={() => void remove()}
              />
            </>
          )}
        </p>
      )}
      {tested && (
        <p role="status" class={tested.ok ? 'good' : 'problem'}>
          {tested.ok
            ? t('agent_answers', { count: formatNumber(tested.duration_ms) })
            : `${describeError(tested.error ?? '')}${tested.status_code === null ? '' : ` (${tested.status_code})`}`}
        </p>
      )}
      <Problem refusal={refusal} />
    </section>
  );
}
