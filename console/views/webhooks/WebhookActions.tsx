import { useState } from 'preact/hooks';
import type { Webhook } from '../../api/types.ts';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { useAction } from '../../parts/use-action.ts';
import { addressOf } from '../../route.ts';
import { isOwner, mayWrite } from '../../session.ts';
import { t } from '../../text.ts';
import { WebhookEncryption } from './WebhookEncryption.tsx';

interface WebhookActionsProps {
  workspaceId: string;
  path: string;
  webhook: Webhook;
  onChanged: () => void;
}

export function WebhookActions(props: WebhookActionsProps) {
  const { workspaceId, path, webhook } = props;
  const { run, isBusy, refusal } = useAction();
  const [sent, setSent] = useState<string | null>(null);
  const test = async () => {
    const answer = await run<{ delivery_id: string }>('POST', `${path}/test`);
    if (answer.ok) setSent(answer.body.delivery_id);
  };
  return (
    <>
      <p class="actions">
        <a class="button" href={addressOf(workspaceId, ['logs'], { webhook: webhook.id })}>
          {t('logs')}
        </a>
        {mayWrite.value && (
          <button type="button" disabled={isBusy} onClick={() => void test()}>
            {t('webhook_test')}
          </button>
        )}
      </p>
      {sent && (
        <p role="status">
          {t('webhook_tested')}{' '}
          <a href={addressOf(workspaceId, ['logs', webhook.id, sent])}>{t('webhook_tested_look')}</a>
        </p>
      )}
      <Problem refusal={refusal} />
      {isOwner.value && <OwnerActions {...props} />}
      {isOwner.value && <WebhookEncryption {...props} />}
    </>
  );
}

function OwnerActions({ workspaceId, path, webhook, onChanged }: WebhookActionsProps) {
  const { run, isBusy, refusal } = useAction();
  const [secret, setSecret] = useState<string | null>(null);
  const turn = async () => {
    if ((await run('PATCH', path, { active: !webhook.active })).ok) onChanged();
  };
  const rotate = async () => {
    const answer = await run<{ secret: string }>('POST', `${path}/secret`, {});
    if (!answer.ok) return;
    setSecret(answer.body.secret);
    onChanged();
  };
  const remove = async () => {
    if ((await run('DELETE', path)).ok) location.hash = addressOf(workspaceId, ['webhooks']);
  };
  return (
    <>
      <p class="actions">
        <button type="button" disabled={isBusy} onClick={() => void turn()}>
          {webhook.active ? t('switch_off') : t('switch_on')}
        </button>
        <SureButton
          label={t('webhook_rotate')}
          question={t('webhook_rotate_sure')}
          disabled={isBusy}
          onSure={() => void rotate()}
        />
        <SureButton
          label={t('delete')}
          question={t('webhook_delete_sure')}
          disabled={isBusy}
          onSure={() => void remove()}
        />
      </p>
      {secret && <ShownOnce title={t('webhook_secret')} value={secret} hint={t('webhook_rotated_hint')} />}
      <Problem refusal={refusal} />
    </>
  );
}
