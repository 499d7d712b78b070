import { render } from 'preact';
import { Popup } from '../../components/Popup.tsx';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { report } from '../../lib/platform/report.ts';
import { openExtensionPage, openSettings } from '../../lib/platform/tabs.ts';
import * as link from '../../lib/views/connection-model.ts';
import { changeLabels, labels } from '../../lib/views/labels-model.ts';
import * as model from './popup-model.ts';

const REFRESH_MS = 700;

const run = (promise: Promise<void>) => void promise.catch(report);

function App() {
  return (
    <Popup
      connection={link.connection.value}
      page={model.page.value}
      labels={labels.value}
      onChangeLabels={(next, alsoOfSite) => run(changeLabels(next, alsoOfSite))}
      queue={model.queue.value}
      test={link.test.value}
      optionalSites={model.optionalSites.value}
      preferences={model.preferences.value}
      saveProblem={link.saveProblem.value}
      nowMs={model.now.value}
      onSave={(input) => run(link.save(input))}
      onAllow={() => run(link.allow())}
      onTest={() => run(link.runTest())}
      onSend={() => run(model.send())}
      onSwitchSite={(site, isOn) => run(model.switchSite(site, isOn))}
      reportCopied={model.reportCopied.value}
      onCopyReport={() => run(model.copyReport())}
      onAllowApi={(siteId, isAllowed) => run(model.allowApi(siteId, isAllowed))}
      onRetry={() => run(model.retry())}
      onOpenSettings={() => run(openSettings())}
      onShowAll={() => run(openExtensionPage('/queue.html'))}
    />
  );
}

speakBrowserLanguage();
labelDocument('Brainpost');
const root = document.getElementById('app');
if (root) render(<App />, root);
run(model.refresh());
// Only windows may ask that what is kept is not thrown away when the disk fills up; `false` is an answer too.
run(navigator.storage.persist().then(() => {}));
setInterval(() => run(model.refresh()), REFRESH_MS);
