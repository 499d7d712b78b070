import { useState } from 'preact/hooks';
import { TextField } from '../../components/TextField.tsx';
import type { OwnSession, Session } from '../api/types.ts';
import { Badge } from '../parts/Badge.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Time } from '../parts/Time.tsx';
import { useAction } from '../parts/use-action.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { replaceSession, session } from '../session.ts';
import { t } from '../text.ts';

const SESSION = '/api/v1/session';
const SESSIONS = '/api/v1/sessions';

/** Who somebody is here: name, password, and where they are signed in. */
export function Account() {
  const { value: current } = session;
  if (!current) return null;
  return (
    <>
      <h1>{t('account')}</h1>
      <NameForm key={current.user.name} current={current} />
      <PasswordForm current={current} />
      <OwnSessions />
    </>
  );
}

function NameForm({ current }: { current: Session }) {
  const action = useAction();
  const [name, setName] = useState(current.user.name);
  const save = async () => {
    const answer = await action.run<Session>('PATCH', SESSION, { name });
    if (answer.ok) replaceSession(answer.body);
  };
  return (
    <form
      class="section form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('name')} value={name} onInput={setName} autocomplete="username" isText />
      <Problem refusal={action.refusal} />
      <p>
        <button type="submit" disabled={action.isBusy || name === current.user.name}>
          {t('save')}
        </button>
      </p>
    </form>
  );
}

function PasswordForm({ current }: { current: Session }) {
  const action = useAction();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [isSaved, setIsSaved] = useState(false);
  const needsOld = current.user.has_password && !current.is_by_link;
  const save = async () => {
    const body = { password, ...(needsOld && { current_password: old }) };
    const answer = await action.run<Session>('PATCH', SESSION, body);
    setIsSaved(answer.ok);
    if (!answer.ok) return;
    setOld('');
    setPassword('');
    replaceSession(answer.body);
  };
  return (
    <form
      class="section form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{t('password')}</h2>
      {needsOld && (
        <TextField label={t('password_old')} value={old} onInput={setOld} autocomplete="current-password" isSecret />
      )}
      <TextField
        label={t('password_new')}
        value={password}
        onInput={setPassword}
        hint={t('password_hint')}
        autocomplete="new-password"
        isSecret
      />
      <Problem refusal={action.refusal} />
      <p class="actions">
        <button type="submit" disabled={action.isBusy || password === ''}>
          {current.user.has_password ? t('password_change') : t('password_set')}
        </button>
        {isSaved && <span role="status">{t('password_saved')}</span>}
      </p>
    </form>
  );
}

function OwnSessions() {
  const { body, refusal, reload } = useLoaded<{ items: OwnSession[] }>(SESSIONS);
  const action = useAction();
  const end = async (path: string) => {
    if ((await action.run('DELETE', path)).ok) reload();
  };
  return (
    <section class="section">
      <h2>{t('own_sessions')}</h2>
      <Problem refusal={refusal ?? action.refusal} onRetry={reload} />
      <ul class="events">
        {body?.items.map((one) => (
          <li key={one.id} class="row">
            <p>
              {t('signed_in_at')}: <Time at={one.created_at} />{' '}
              {one.is_current && <Badge tone="good">{t('session_this')}</Badge>}
            </p>
            <p class="facts">
              {t('last_used')}: <Time at={one.last_used_at} />
              {one.is_by_link && ` · ${t('session_by_link')}`}
            </p>
            {!one.is_current && (
              <p>
                <button type="button" onClick={() => void end(`${SESSIONS}/${one.id}`)}>
                  {t('session_end')}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {(body?.items.length ?? 0) > 1 && (
        <p>
          <button type="button" onClick={() => void end(SESSIONS)}>
            {t('sessions_end')}
          </button>
        </p>
      )}
    </section>
  );
}
