import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { AcceptInvitation } from './AcceptInvitation.tsx';
import { addressOf, route } from './route.ts';
import { invitation, isOwner, isUnreachable, mayWrite, refresh, session, signOut, workspace } from './session.ts';
import { SignIn } from './SignIn.tsx';
import { t } from './text.ts';
import { ACCOUNT, findView, VIEWS, type ViewEntry } from './views.tsx';

/** Everything: who is not signed in sees the form, who is sees the navigation and one view. */
export function App() {
  if (isUnreachable.value) return <Unreachable />;
  if (session.value === undefined) return <main class="sign-in" aria-busy="true" />;
  if (invitation.value !== null) return <AcceptInvitation invitation={invitation.value} />;
  if (session.value === null) return <SignIn />;
  return <Shell />;
}

function Unreachable() {
  return (
    <main class="sign-in">
      <h1>Brainpost</h1>
      <div class="section">
        <p>{t('unreachable')}</p>
        <button type="button" class="primary" onClick={() => void refresh()}>
          {t('try_again')}
        </button>
      </div>
    </main>
  );
}

function Shell() {
  const { value: here } = workspace;
  const view = findView(route.value.view);
  const main = useRef<HTMLElement>(null);
  const title = t(view.title);
  useEffect(() => {
    document.title = `${title} · Brainpost`;
    // As after loading a page: the keyboard goes on in what is new.
    main.current?.focus({ preventScroll: true });
    globalThis.scrollTo(0, 0);
  }, [title, route.value.ids.join('/')]);
  return (
    <div class="console">
      <header class="bar">
        <a class="brand" href="#/">
          <Icon name="mark" />
          Brainpost
        </a>
        {here && <WorkspaceChoice />}
        <a
          class="who"
          href={addressOf(here?.id ?? '', [ACCOUNT.name])}
          aria-current={view === ACCOUNT ? 'page' : undefined}
        >
          {session.value?.user.name}
        </a>
        <button type="button" onClick={() => void signOut()}>
          {t('sign_out')}
        </button>
      </header>
      {here && (
        <nav class="views" aria-label={t('views')}>
          {VIEWS.filter(mayBeSeen).map(({ name, title }) => (
            <a key={name} href={addressOf(here.id, [name])} aria-current={name === view.name ? 'page' : undefined}>
              {t(title)}
            </a>
          ))}
        </nav>
      )}
      <main class="view" ref={main} tabIndex={-1} aria-label={title}>
        {here || view === ACCOUNT ? (
          <view.View key={here?.id} workspaceId={here?.id ?? ''} />
        ) : (
          <p class="section empty">{t('no_workspace')}</p>
        )}
      </main>
    </div>
  );
}

function mayBeSeen({ isFor }: ViewEntry): boolean {
  return isFor === undefined || isOwner.value || (isFor === 'writers' && mayWrite.value);
}

function WorkspaceChoice() {
  const all = session.value?.workspaces ?? [];
  if (all.length < 2) return <span class="here">{workspace.value?.name}</span>;
  return (
    <select
      aria-label={t('workspace')}
      value={workspace.value?.id}
      onChange={(event) => {
        location.hash = addressOf(event.currentTarget.value, [route.value.view]);
      }}
    >
      {all.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
