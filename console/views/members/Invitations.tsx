import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { Invitation, Role } from '../../api/types.ts';
import { SelectField } from '../../forms/SelectField.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { ShownOnce } from '../../parts/ShownOnce.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { Time } from '../../parts/Time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { t } from '../../text.ts';
import { roleOptions } from './role-options.ts';

/** Links that are still good, and one more. */
export function Invitations({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId, 'invitations');
  const { body, refusal, reload } = useLoaded<{ items: Invitation[] }>(path);
  const action = useAction();
  const [note, setNote] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [link, setLink] = useState<string | null>(null);
  const invite = async () => {
    const answer = await action.run<{ link: string }>('POST', path, { role, note });
    if (!answer.ok) return;
    setLink(answer.body.link);
    setNote('');
    reload();
  };
  const withdraw = async (id: string) => {
    if ((await action.run('DELETE', `${path}/${encodeURIComponent(id)}`)).ok) reload();
  };
  return (
    <section class="section">
      <h2>{t('invitations')}</h2>
      <Problem refusal={refusal ?? action.refusal} onRetry={reload} />
      <ul class="events">
        {body?.items.map((invitation) => (
          <li key={invitation.id} class="row">
            <h3 dir="auto">{invitation.note || t('invitation_unnamed')}</h3>
            <p class="facts">
              {t(`member_${invitation.role}`)} · {t('key_until')}: <Time at={invitation.expires_at} />
            </p>
            <p>
              <SureButton
                label={t('invitation_withdraw')}
                question={t('invitation_withdraw_sure')}
                onSure={() => void withdraw(invitation.id)}
              />
            </p>
          </li>
        ))}
      </ul>
      {link && <ShownOnce title={t('invitation_link')} value={link} hint={t('invitation_link_hint')} />}
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        <div class="grow">
          <TextField label={t('invitation_note')} value={note} onInput={setNote} isText />
        </div>
        <SelectField label={t('role')} value={role} options={roleOptions()} onChange={setRole} />
        <button type="submit" class="primary" disabled={action.isBusy}>
          {t('invite')}
        </button>
      </form>
    </section>
  );
}
