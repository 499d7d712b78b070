import { signal } from '@preact/signals';
import { render } from 'preact';
import { SettingsView } from '../../components/SettingsView.tsx';
import { t } from '../../lib/i18n/translate.ts';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import { report } from '../../lib/platform/report.ts';
import { listShortcuts, shortcutSettings, type Shortcut } from '../../lib/platform/shortcuts.ts';
import { sites } from '../../lib/sites/registry.ts';
import * as link from '../../lib/views/connection-model.ts';
import * as model from './options-model.ts';

const run = (promise: Promise<unknown>) => void promise.catch(report);
const shortcuts = signal<Shortcut[]>([]);
const openShortcuts = shortcutSettings();
const onChangeShortcuts = openShortcuts && (() => run(openShortcuts()));

function App() {
  return (
    <SettingsView
      connection={link.connection.value}
      test={link.test.value}
      saveProblem={link.saveProblem.value}
      onConnect={(input) => run(link.save(input))}
      onAllow={() => run(link.allow())}
      onTest={() => run(link.runTest())}
      preferences={model.preferences.value}
      sites={sites}
      optionalSites={model.optionalSites.value}
      onSwitchSite={(site, isOn) => run(model.switchSite(site, isOn))}
      shortcuts={shortcuts.value}
      onChangeShortcuts={onChangeShortcuts}
      onChange={(patch) => run(model.change(patch))}
      preview={model.preview}
      onRemove={(patch, name) => run(model.remove(patch, name))}
      onExport={() => run(model.exportSettings())}
      onImport={(file) => run(model.importSettings(file))}
      onReset={() => run(model.reset())}
      notice={model.notice.value}
      onUndo={model.before.value && (() => run(model.undo()))}
    />
  );
}

async function refresh(): Promise<void> {
  await model.refresh();
  shortcuts.value = await listShortcuts();
}

speakBrowserLanguage();
labelDocument(`${t('settings_heading')} · Brainpost`);
const root = document.getElementById('app');
if (root) render(<App />, root);
run(refresh());
// The user may have been at the browser's own page of shortcuts, or in the popup.
globalThis.addEventListener('focus', () => run(refresh()));
