import { useState } from 'preact/hooks';
import { workspacePath } from '../../api/client.ts';
import type { Webhook } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Time } from '../../parts/Time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { type Loaded, useLoaded } from '../../parts/use-loaded.ts';
import { addressOf } from '../../route.ts';
import { isOwner } from '../../session.ts';
import { t } from '../../text.ts';
import { toDraft } from './webhook-draft.ts';
import { WebhookActions } from './WebhookActions.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import { WebhookState } from './WebhookState.tsx';

/** One subscription: how it does, what can be done with it, and its settings. */
export function WebhookView({ workspaceId, id }: { workspaceId: string; id: string }) {
  const path = workspacePath(workspaceId, 'webhooks', id);
  const loaded = useLoaded<Webhook>(path);
  const { body, refusal, reload } = loaded;
  return (
    <>
      <Back href={addressOf(workspaceId, ['webhooks'])}>{t('webhooks')}</Back>
      <Problem refusal={refusal} onRetry={reload} />
      {body ? (
        <Whole workspaceId={workspaceId} path={path} webhook={body} loaded={loaded} />
      ) : (
        !refusal && <div class="section skeleton" />
      )}
    </>
  );
}

interface WholeProps {
  workspaceId: string;
  path: string;
  webhook: Webhook;
  loaded: Loaded<Webhook>;
}

function Whole({ workspaceId, path, webhook, loaded }: WholeProps) {
  const action = useAction();
  // What somebody types stays when something else about the webhook changes meanwhile.
  const [saved, setSaved] = useState(webhook);
  const save = async (body: object) => {
    const answer = await action.run<Webhook>('PATCH', path, body);
    if (!answer.ok) return;
    setSaved(answer.body);
    loaded.reload();
  };
  return (
    <>
      <h1 dir="auto">
        {webhook.name} <WebhookState webhook={webhook} />
      </h1>
      <section class="section">
        <Facts
          facts={[
            [t('webhook_url'), webhook.url],
            [t('event_types'), webhook.event_types.join(', ')],
            [t('description'), webhook.description],
            [t('encryption'), webhook.encryption_key_id && t('encryption_with', { id: webhook.encryption_key_id })],
            [t('created'), <Time key="at" at={webhook.created_at} />],
            [t('webhook_failing_since'), webhook.failing_since && <Time key="at" at={webhook.failing_since} />],
            [t('webhook_off_since'), webhook.disabled_at && <Time key="at" at={webhook.disabled_at} />],
            [
              t('webhook_old_secret_until'),
              webhook.previous_secret_until && <Time key="at" at={webhook.previous_secret_until} />,
            ],
          ]}
        />
        <WebhookActions workspaceId={workspaceId} path={path} webhook={webhook} onChanged={loaded.reload} />
      </section>
      {isOwner.value && (
        <>
          <h2>{t('settings')}</h2>
          <WebhookForm
            key={saved.updated_at}
            workspaceId={workspaceId}
            initial={toDraft(saved)}
            headerNames={webhook.header_names}
            label={t('save')}
            action={action}
            onSubmit={(body) => void save(body)}
          />
        </>
      )}
    </>
  );
}
