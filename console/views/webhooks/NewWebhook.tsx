import { useState } from 'preact/hooks';
import { workspacePath } from '../../api/client.ts';
import type { Webhook } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { useAction } from '../../parts/use-action.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';
import { EMPTY_DRAFT } from './webhook-draft.ts';
import { WebhookForm } from './WebhookForm.tsx';

export function NewWebhook({ workspaceId }: { workspaceId: string }) {
  const action = useAction();
  const [made, setMade] = useState<(Webhook & { secret: string }) | null>(null);
  const create = async (body: object) => {
    const answer = await action.run<Webhook & { secret: string }>('POST', workspacePath(workspaceId, 'webhooks'), body);
    if (answer.ok) setMade(answer.body);
  };
  return (
    <>
      <Back href={addressOf(workspaceId, ['webhooks'])}>{t('webhooks')}</Back>
      <h1>{t('webhook_new')}</h1>
      {made ? (
        <>
          <ShownOnce title={t('webhook_secret')} value={made.secret} hint={t('webhook_secret_hint')} />
          <p>
            <a class="button primary" href={addressOf(workspaceId, ['webhooks', made.id])}>
              {t('go_on')}
            </a>
          </p>
        </>
      ) : (
        <WebhookForm
          workspaceId={workspaceId}
          initial={EMPTY_DRAFT}
          headerNames={[]}
          label={t('webhook_create')}
          action={action}
          onSubmit={(body) => void create(body)}
        />
      )}
    </>
  );
}
