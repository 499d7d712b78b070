import { workspacePath } from '../api/client.ts';
import type { Agent } from '../api/types.ts';
import { Problem } from '../parts/Problem.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { addressOf, route } from '../route.ts';
import { isOwner } from '../session.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { AgentState } from './agents/AgentState.tsx';
import { AgentView } from './agents/AgentView.tsx';
import { NewAgent } from './agents/NewAgent.tsx';
import { RunList } from './agents/RunList.tsx';

/** Models that answer events: all of them with what they did last, a new one, or the one of the address. */
export function Agents({ workspaceId }: ViewProps) {
  const [id] = route.value.ids;
  if (id === 'new') return <NewAgent workspaceId={workspaceId} />;
  if (id !== undefined) return <AgentView key={id} workspaceId={workspaceId} id={id} />;
  return <AgentList workspaceId={workspaceId} />;
}

function AgentList({ workspaceId }: ViewProps) {
  const { body, refusal, reload } = useLoaded<{ items: Agent[] }>(workspacePath(workspaceId, 'agents'));
  return (
    <>
      <h1>{t('agents')}</h1>
      <Problem refusal={refusal} onRetry={reload} />
      <section class="section">
        <ul class="events">
          {body?.items.map((agent) => (
            <li key={agent.id} class="row">
              <h2>
                <a href={addressOf(workspaceId, ['agents', agent.id])} dir="auto">
                  {agent.name}
                </a>{' '}
                <AgentState agent={agent} />
              </h2>
              <p class="facts">
                {agent.model} · {agent.roles.join(', ')}
              </p>
            </li>
          ))}
        </ul>
        {body?.items.length === 0 && <p class="empty soft">{t('agents_empty')}</p>}
        {isOwner.value && (
          <p>
            <a class="button primary" href={addressOf(workspaceId, ['agents', 'new'])}>
              {t('agent_new')}
            </a>
          </p>
        )}
      </section>
      <h2>{t('runs')}</h2>
      <RunList workspaceId={workspaceId} agents={body?.items ?? []} />
    </>
  );
}
