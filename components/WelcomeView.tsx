import type { ComponentChildren } from 'preact';
import { t } from '../lib/i18n/translate.ts';
import type { Automatic, ConnectionInput, ConnectionProblem, ConnectionTest, ConnectionView } from '../lib/messages.ts';
import { AutomaticStep } from './AutomaticStep.tsx';
import { ConnectionChecks } from './ConnectionChecks.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';

export interface WelcomeViewProps {
  connection: ConnectionView | null | 'loading';
  test: ConnectionTest | 'running' | null;
  saveProblem: ConnectionProblem | null;
  /** `null` while it is being read. */
  automatic: Automatic | null;
  onConnect: (input: ConnectionInput) => void;
  onAllow: () => void;
  onTest: () => void;
  onChooseAutomatic: (choice: Automatic) => void;
  onOpenSettings: () => void;
}

const CHATS = [
  { name: 'ChatGPT', url: 'https://chatgpt.com/' },
  { name: 'Claude', url: 'https://claude.ai/' },
  { name: 'Gemini', url: 'https://gemini.google.com/' },
] as const;

/** From installation to the first saved chat: connect, see that it works, choose, open a chat. */
export function WelcomeView(props: WelcomeViewProps) {
  const { connection, test } = props;
  const isWorking = test !== null && test !== 'running' && test.ok;
  return (
    <main class="welcome">
      <header>
        <img src="/icon/brainpost.svg" alt="" width="48" height="48" />
        <h1>{t('welcome_heading')}</h1>
        <p class="soft">{t('welcome_intro')}</p>
      </header>
      <ol>
        <Step isDone={isWorking}>
          <ConnectStep {...props} connection={connection} />
        </Step>
        <Step>
          <AutomaticStep automatic={props.automatic} onChoose={props.onChooseAutomatic} />
        </Step>
        <Step>
          <section class="section" aria-labelledby="chat-heading">
            <h2 id="chat-heading" class="title">
              {t('welcome_chat_heading')}
            </h2>
            <p class="soft">{t('welcome_chat_hint', { button: t('send_idle') })}</p>
            <div class="actions">
              {CHATS.map(({ name, url }) => (
                <a key={name} class="button" href={url}>
                  {name}
                </a>
              ))}
            </div>
          </section>
        </Step>
      </ol>
      <p class="soft">
        <button type="button" class="link" onClick={props.onOpenSettings}>
          {t('welcome_settings')}
        </button>
      </p>
    </main>
  );
}

function Step({ isDone = false, children }: { isDone?: boolean; children: ComponentChildren }) {
  return <li data-done={isDone}>{children}</li>;
}

function ConnectStep({ connection, ...props }: WelcomeViewProps) {
  if (connection === 'loading') return <div class="section skeleton" aria-busy="true" />;
  if (connection === null)
    return <ConnectionForm connection={null} problem={props.saveProblem} onSave={props.onConnect} />;
  return (
    <section class="section" aria-labelledby="checks-heading">
      <h2 id="checks-heading" class="title">
        {t('welcome_connected_heading')}
      </h2>
      <p class="soft" dir="ltr">
        {connection.endpoint} · {connection.workspaceId}
      </p>
      <ConnectionChecks connection={connection} test={props.test} onAllow={props.onAllow} onTest={props.onTest} />
    </section>
  );
}
