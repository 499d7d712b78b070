import { signal } from '@preact/signals';
import { render } from 'preact';
import { SentView, type SentViewProps } from '../../components/SentView.tsx';
import { t } from '../../lib/i18n/translate.ts';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { report } from '../../lib/platform/report.ts';
import { saveFile } from '../../lib/views/save-file.ts';

const sent = signal<SentViewProps['sent']>('loading');
const hasFailed = signal(false);

async function refresh(): Promise<void> {
  try {
    sent.value = await sendMessage('queue:last-sent', undefined);
    hasFailed.value = false;
  } catch (error) {
    report(error);
    hasFailed.value = true;
  }
}

function App() {
  return (
    <SentView
      sent={sent.value}
      hasFailed={hasFailed.value}
      onSave={({ body, eventId }) => saveFile([body], { name: `${eventId}.json`, type: 'application/json' })}
    />
  );
}

speakBrowserLanguage();
labelDocument(`${t('sent_heading')} · Brainpost`);
const root = document.getElementById('app');
if (root) render(<App />, root);
void refresh();
globalThis.addEventListener('focus', () => void refresh());
