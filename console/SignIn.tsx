import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { TextField } from '../components/TextField.tsx';
import { describeProblem } from './parts/describe-problem.ts';
import { signIn } from './session.ts';
import { t } from './text.ts';

/** Name and password; who has none is told where links come from. */
export function SignIn() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    setProblem(null);
    const answer = await signIn({ name, password });
    if (!answer.ok) setProblem(answer.status === 401 ? t('sign_in_wrong') : describeProblem(answer));
  };
  return (
    <main class="sign-in">
      <h1>
        <Icon name="mark" />
        Brainpost
      </h1>
      <form
        class="section"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField label={t('name')} value={name} onInput={setName} autocomplete="username" isText />
        <TextField
          label={t('password')}
          value={password}
          onInput={setPassword}
          problem={problem}
          autocomplete="current-password"
          isSecret
        />
        <button type="submit" class="primary wide">
          {t('sign_in')}
        </button>
        <p class="hint">
          {t('sign_in_link_hint')} <code>npm run receiver -- login</code>
        </p>
      </form>
    </main>
  );
}
