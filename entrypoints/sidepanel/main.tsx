import { render } from 'preact';
import { Popup } from '../../components/Popup.tsx';
import { Preview } from '../../components/Preview.tsx';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { report } from '../../lib/platform/report.ts';
import { page, refresh } from '../../lib/views/page-model.ts';
import { popupProps } from '../../lib/views/popup-props.ts';
import { followPage, preview, readAgain } from '../../lib/views/preview-model.ts';

/** Stays open beside the page, so it asks less often than the popup. */
const REFRESH_MS = 1500;

function App() {
  const { value: shown } = page;
  const site = typeof shown === 'object' && shown ? shown.siteName : '';
  return (
    <Popup {...popupProps()}>
      <Preview preview={preview.value} siteName={site} onRead={() => void readAgain().catch(report)} />
    </Popup>
  );
}

const look = () => void refresh().then(followPage).catch(report);

speakBrowserLanguage();
labelDocument('Brainpost');
const root = document.getElementById('app');
if (root) render(<App />, root);
look();
setInterval(() => {
  if (!document.hidden) look();
}, REFRESH_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look();
});
