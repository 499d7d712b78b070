import { useState } from 'preact/hooks';
import type { Webhook } from '../../api/types.ts';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { useAction } from '../../parts/use-action.ts';
import { t } from '../../text.ts';

interface WebhookEncryptionProps {
  path: string;
  webhook: Webhook;
  onChanged: () => void;
}

/** Whether payloads are encrypted, with a key of their own that is shown once. */
export function WebhookEncryption({ path, webhook, onChanged }: WebhookEncryptionProps) {
  const { run, isBusy, refusal } = useAction();
  const [key, setKey] = useState<string | null>(null);
  const keyPath = `${path}/encryption-key`;
  const isEncrypted = webhook.encryption_key_id !== null;
  const makeKey = async () => {
    const answer = await run<{ encryption_key: string }>('POST', keyPath);
    if (!answer.ok) return;
    setKey(answer.body.encryption_key);
    onChanged();
  };
  const stop = async () => {
    if (!(await run('DELETE', keyPath)).ok) return;
    setKey(null);
    onChanged();
  };
  return (
    <>
      <p class="actions">
        <SureButton
          label={isEncrypted ? t('encryption_new_key') : t('encryption_start')}
          question={isEncrypted ? t('encryption_new_key_sure') : t('encryption_start_sure')}
          disabled={isBusy}
          onSure={() => void makeKey()}
        />
        {isEncrypted && (
          <SureButton
            label={t('encryption_stop')}
            question={t('encryption_stop_sure')}
            disabled={isBusy}
            onSure={() => void stop()}
          />
        )}
      </p>
      {key && <ShownOnce title={t('encryption_key')} value={key} hint={t('encryption_key_hint')} />}
      <Problem refusal={refusal} />
    </>
  );
}
