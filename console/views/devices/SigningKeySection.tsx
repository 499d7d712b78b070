import { useState } from 'preact/hooks';
import { workspacePath } from '../../api/client.ts';
import type { SigningKey } from '../../api/types.ts';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { Time } from '../../parts/Time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { t } from '../../text.ts';
import { CredentialRow } from './CredentialRow.tsx';

/** Secrets of the workspace that more than one sender may hold. */
export function SigningKeySection({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId, 'secrets');
  const { body, refusal, reload } = useLoaded<{ items: SigningKey[] }>(path);
  const action = useAction();
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = async () => {
    const answer = await action.run<{ secret: string }>('POST', path, {});
    if (!answer.ok) return;
    setSecret(answer.body.secret);
    reload();
  };
  const revoke = async (id: string) => {
    if ((await action.run('DELETE', `${path}/${encodeURIComponent(id)}`)).ok) reload();
  };
  return (
    <section class="section">
      <h2>{t('signing_keys')}</h2>
      <Problem refusal={refusal ?? action.refusal} onRetry={reload} />
      <ul class="events">
        {body?.items
          .filter(({ kind }) => kind === 'workspace')
          .map((key) => (
            <CredentialRow
              key={key.id}
              credential={key}
              question={t('key_revoke_sure')}
              onRevoke={() => void revoke(key.id)}
            >
              {key.source && ` · ${t('key_only_for', { source: key.source })}`}
              {key.expires_at && (
                <>
                  {' · '}
                  {t('key_until')}: <Time at={key.expires_at} />
                </>
              )}
            </CredentialRow>
          ))}
      </ul>
      {secret && <ShownOnce title={t('signing_key')} value={secret} hint={t('key_rotated_hint')} />}
      <p>
        <SureButton
          label={t('key_rotate')}
          question={t('key_rotate_sure')}
          disabled={action.isBusy}
          onSure={() => void rotate()}
        />
      </p>
    </section>
  );
}
