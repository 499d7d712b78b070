import { workspacePath } from '../api/client.ts';
import type { Member, Role } from '../api/types.ts';
import { SelectField } from '../forms/SelectField.tsx';
import { Problem } from '../parts/Problem.tsx';
import { SureButton } from '../parts/SureButton.tsx';
import { Time } from '../parts/Time.tsx';
import { useAction } from '../parts/use-action.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { isOwner, session } from '../session.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { Invitations } from './members/Invitations.tsx';
import { roleOptions } from './members/role-options.ts';

/** Who has a part in the workspace, and who is asked to. */
export function Members({ workspaceId }: ViewProps) {
  const path = workspacePath(workspaceId, 'members');
  const { body, refusal, reload } = useLoaded<{ items: Member[] }>(path);
  return (
    <>
      <h1>{t('members')}</h1>
      <section class="section">
        <Problem refusal={refusal} onRetry={reload} />
        <ul class="events">
          {body?.items.map((member) => (
            <MemberRow key={member.id} path={path} member={member} onChanged={reload} />
          ))}
        </ul>
        {body?.items.length === 0 && <p class="empty soft">{t('members_empty')}</p>}
      </section>
      {isOwner.value && <Invitations workspaceId={workspaceId} />}
    </>
  );
}

interface MemberRowProps {
  path: string;
  member: Member;
  onChanged: () => void;
}

function MemberRow({ path, member, onChanged }: MemberRowProps) {
  const action = useAction();
  const one = `${path}/${encodeURIComponent(member.id)}`;
  const isSelf = session.value?.user.id === member.id;
  const change = async (method: 'PATCH' | 'DELETE', body?: object) => {
    await action.run(method, one, body);
    // Also after a refusal: the list shows what is.
    onChanged();
  };
  return (
    <li class="row">
      <h2 dir="auto">
        {member.name} {isSelf && <span class="soft">{t('member_you')}</span>}
      </h2>
      <p class="facts">
        {t(`member_${member.role}`)} · {t('member_since')}: <Time at={member.joined_at} />
      </p>
      {isOwner.value && (
        <div class="filters">
          <SelectField<Role>
            label={t('role_of', { name: member.name })}
            value={member.role}
            options={roleOptions()}
            onChange={(role) => void change('PATCH', { role })}
          />
          <SureButton
            label={t('member_remove')}
            question={t('member_remove_sure')}
            disabled={action.isBusy}
            onSure={() => void change('DELETE')}
          />
        </div>
      )}
      <Problem refusal={action.refusal} />
    </li>
  );
}
