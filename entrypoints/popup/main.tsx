import { render } from 'preact';
import { Popup } from '../../components/Popup.tsx';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { panelOpener } from '../../lib/platform/panel.ts';
import { report } from '../../lib/platform/report.ts';
import { refresh } from '../../lib/views/page-model.ts';
import { popupProps } from '../../lib/views/popup-props.ts';

const REFRESH_MS = 700;

const run = (promise: Promise<void>) => void promise.catch(report);

/** Where the browser has a panel. It takes the place of the popup. */
const openPanel = panelOpener();
const onOpenPanel = openPanel && (() => run(openPanel().then(() => window.close())));

speakBrowserLanguage();
labelDocument('Brainpost');
const root = document.getElementById('app');
const App = () => <Popup {...popupProps()} onOpenPanel={onOpenPanel} />;
if (root) render(<App />, root);
run(refresh());
// Only windows may ask that what is kept is not thrown away when the disk fills up; `false` is an answer too.
run(navigator.storage.persist().then(() => {}));
setInterval(() => run(refresh()), REFRESH_MS);
