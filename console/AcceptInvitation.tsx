import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { TextField } from '../components/TextField.tsx';
import { ask, type Refusal } from './api/client.ts';
import type { Role, Session } from './api/types.ts';
import { Problem } from './parts/Problem.tsx';
import { useAction } from './parts/use-action.ts';
import { enter, leaveInvitation, session } from './session.ts';
import { t } from './text.ts';

interface Details {
  workspace_name: string;
  role: Role;
}

/** What the link of an invitation leads to: joining as who is signed in, or as somebody new. */
export function AcceptInvitation({ invitation }: { invitation: string }) {
  const [details, setDetails] = useState<Details | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    void ask<Details>('POST', '/api/v1/invitation/details', { invitation }).then((answer) => {
      if (answer.ok) setDetails(answer.body);
      else setRefusal(answer);
    });
  }, [invitation]);
  return (
    <main class="sign-in">
      <h1>
        <Icon name="mark" />
        Brainpost
      </h1>
      {refusal && (
        <div class="section">
          {refusal.status === 404 || refusal.status === 422 ? (
            <p role="alert">{t('invitation_gone')}</p>
          ) : (
            <Problem refusal={refusal} />
          )}
          <p>
            <button type="button" onClick={leaveInvitation}>
              {t('go_on')}
            </button>
          </p>
        </div>
      )}
      {details && (
        <div class="section">
          <p dir="auto">
            {t('invitation_for', { workspace: details.workspace_name, role: t(`member_${details.role}`) })}
          </p>
          {session.value ? <Join invitation={invitation} /> : <Newcomer invitation={invitation} />}
        </div>
      )}
    </main>
  );
}

function Join({ invitation }: { invitation: string }) {
  const action = useAction();
  const join = async () => {
    const answer = await action.run<Session>('POST', '/api/v1/session/invitation', { invitation });
    if (answer.ok) enter(answer.body);
  };
  return (
    <>
      <Problem refusal={action.refusal} />
      <button type="button" class="primary wide" disabled={action.isBusy} onClick={() => void join()}>
        {t('invitation_join', { name: session.value?.user.name ?? '' })}
      </button>
      <button type="button" class="wide" onClick={leaveInvitation}>
        {t('invitation_not_now')}
      </button>
    </>
  );
}

function Newcomer({ invitation }: { invitation: string }) {
  const action = useAction();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = async () => {
    const answer = await action.run<Session>('POST', '/api/v1/invitation', { invitation, name, password });
    if (answer.ok) enter(answer.body);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void accept();
      }}
    >
      <TextField label={t('name')} value={name} onInput={setName} autocomplete="username" isText />
      <TextField
        label={t('password')}
        value={password}
        onInput={setPassword}
        hint={t('password_hint')}
        autocomplete="new-password"
        isSecret
      />
      <Problem refusal={action.refusal} />
      <button type="submit" class="primary wide" disabled={action.isBusy}>
        {t('invitation_accept')}
      </button>
      <p class="hint">{t('invitation_have_account')}</p>
    </form>
  );
}
