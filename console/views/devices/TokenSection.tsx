import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { Token } from '../../api/types.ts';
import { SelectField } from '../../forms/SelectField.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { t } from '../../text.ts';
import { CredentialRow } from './CredentialRow.tsx';

const GRANTS = { read: ['read'], write: ['read', 'write'], admin: ['admin'] } as const;
type Grant = keyof typeof GRANTS;

/** What scripts bring along. */
export function TokenSection({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId, 'tokens');
  const { body, refusal, reload } = useLoaded<{ items: Token[] }>(path);
  const action = useAction();
  const revoke = async (id: string) => {
    if ((await action.run('DELETE', `${path}/${encodeURIComponent(id)}`)).ok) reload();
  };
  return (
    <section class="section">
      <h2>{t('tokens')}</h2>
      <Problem refusal={refusal ?? action.refusal} onRetry={reload} />
      <ul class="events">
        {body?.items.map((one) => (
          <CredentialRow
            key={one.id}
            credential={one}
            question={t('token_revoke_sure')}
            onRevoke={() => void revoke(one.id)}
          >
            {` · ${one.scopes.join(', ')}`}
          </CredentialRow>
        ))}
      </ul>
      {body?.items.length === 0 && <p class="empty soft">{t('tokens_empty')}</p>}
      <TokenForm path={path} onMade={reload} />
    </section>
  );
}

function TokenForm({ path, onMade }: { path: string; onMade: () => void }) {
  const action = useAction();
  const [name, setName] = useState('');
  const [grant, setGrant] = useState<Grant>('read');
  const [token, setToken] = useState<string | null>(null);
  const create = async () => {
    const answer = await action.run<{ token: string }>('POST', path, { name, scopes: GRANTS[grant] });
    if (!answer.ok) return;
    setToken(answer.body.token);
    setName('');
    onMade();
  };
  return (
    <>
      {token && <ShownOnce title={t('token')} value={token} hint={t('token_hint')} />}
      <Problem refusal={action.refusal} />
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div class="grow">
          <TextField label={t('token_name')} value={name} onInput={setName} isText />
        </div>
        <SelectField
          label={t('token_may')}
          value={grant}
          options={[
            ['read', t('may_read')],
            ['write', t('may_write')],
            ['admin', t('may_admin')],
          ]}
          onChange={setGrant}
        />
        <button type="submit" class="primary" disabled={action.isBusy}>
          {t('token_create')}
        </button>
      </form>
    </>
  );
}
