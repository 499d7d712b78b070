import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { Credential } from '../../api/types.ts';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { t } from '../../text.ts';
import { CredentialRow } from './CredentialRow.tsx';

/** Browsers with a key of their own, and the code by which one more gets one. */
export function DeviceSection({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId, 'devices');
  const { body, refusal, reload } = useLoaded<{ items: Credential[] }>(path);
  const action = useAction();
  const [name, setName] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const pair = async () => {
    const answer = await action.run<{ code: string }>('POST', path, name.trim() === '' ? {} : { name: name.trim() });
    if (answer.ok) setCode(answer.body.code);
  };
  const revoke = async (id: string) => {
    if ((await action.run('DELETE', `${path}/${encodeURIComponent(id)}`)).ok) reload();
  };
  return (
    <section class="section">
      <h2>{t('browsers')}</h2>
      <Problem refusal={refusal ?? action.refusal} onRetry={reload} />
      <ul class="events">
        {body?.items.map((device) => (
          <CredentialRow
            key={device.id}
            credential={device}
            question={t('device_revoke_sure')}
            onRevoke={() => void revoke(device.id)}
          />
        ))}
      </ul>
      {body?.items.length === 0 && <p class="empty soft">{t('devices_empty')}</p>}
      {code && (
        <ShownOnce title={t('pairing_code')} value={code} hint={t('pairing_code_hint', { address: location.origin })} />
      )}
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void pair();
        }}
      >
        <div class="grow">
          <TextField label={t('device_name')} value={name} onInput={setName} isText />
        </div>
        <button type="submit" class="primary" disabled={action.isBusy}>
          {t('device_pair')}
        </button>
      </form>
    </section>
  );
}
