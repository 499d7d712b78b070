import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { WelcomeView } from '../../components/WelcomeView.tsx';
import { t } from '../../lib/i18n/translate.ts';
import type { Automatic } from '../../lib/messages.ts';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { report } from '../../lib/platform/report.ts';
import { openSettings } from '../../lib/platform/tabs.ts';
import * as link from '../../lib/views/connection-model.ts';

/** Somebody else may connect meanwhile: the popup, or `npm start`. */
const REFRESH_MS = 1000;

const run = (promise: Promise<unknown>) => void promise.catch(report);
/** `null` while it is being read. */
const automatic = signal<Automatic | null>(null);

async function readAutomatic(): Promise<void> {
  automatic.value = (await sendMessage('preferences:get', undefined)).automatic.default;
}

async function chooseAutomatic(choice: Automatic): Promise<void> {
  const { automatic: before } = await sendMessage('preferences:get', undefined);
  automatic.value = choice;
  await sendMessage('preferences:save', { automatic: { ...before, default: choice } });
  await readAutomatic();
}

function App() {
  return (
    <WelcomeView
      connection={link.connection.value}
      test={link.test.value}
      saveProblem={link.saveProblem.value}
      onConnect={(input) => run(link.save(input))}
      onAllow={() => run(link.allow())}
      onTest={() => run(link.runTest())}
      automatic={automatic.value}
      onChooseAutomatic={(choice) => run(chooseAutomatic(choice))}
      onOpenSettings={() => run(openSettings())}
    />
  );
}

speakBrowserLanguage();
labelDocument(t('welcome_heading'));
const root = document.getElementById('app');
if (root) render(<App />, root);
run(readAutomatic());
run(link.readConnection());
setInterval(() => document.hidden || run(link.readConnection()), REFRESH_MS);

// Paired already, by whoever started this browser: the test runs without a click.
const stop = effect(() => {
  const { value } = link.connection;
  if (value === null || value === 'loading' || !value.permitted || link.test.peek() !== null) return;
  queueMicrotask(() => stop());
  run(link.runTest());
});
