import { workspacePath } from '../../api/client.ts';
import type { Agent } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { useAction } from '../../parts/use-action.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';
import { EMPTY_AGENT } from './agent-draft.ts';
import { AgentForm } from './AgentForm.tsx';

export function NewAgent({ workspaceId }: { workspaceId: string }) {
  const action = useAction();
  const create = async (body: object) => {
    const answer = await action.run<Agent>('POST', workspacePath(workspaceId, 'agents'), body);
    if (answer.ok) location.hash = addressOf(workspaceId, ['agents', answer.body.id]);
  };
  return (
    <>
      <Back href={addressOf(workspaceId, ['agents'])}>{t('agents')}</Back>
      <h1>{t('agent_new')}</h1>
      <AgentForm
        initial={EMPTY_AGENT}
        hasKey={false}
        label={t('agent_create')}
        action={action}
        onSubmit={(body) => void create(body)}
      />
    </>
  );
}
