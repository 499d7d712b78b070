import '../../lib/platform/without-eval.ts';
import { defineBackground } from 'wxt/utils/define-background';
import { testConnection } from '../../lib/delivery/connection-test.ts';
import { deliveryContext, drainNow, resume } from '../../lib/delivery/delivery-worker.ts';
import {
  handleDiscard,
  handleExport,
  handleGetConnection,
  handleLastSent,
  handlePreview,
  handleQueuePage,
  handleRetry,
  handleSave,
  handleSubmit,
} from '../../lib/delivery/handlers.ts';
import { overview } from '../../lib/delivery/overview.ts';
import { onWakeUp } from '../../lib/platform/alarm.ts';
import { onAbandonedDraft } from '../../lib/platform/draft-line.ts';
import { onMessage } from '../../lib/platform/messaging.ts';
import { onPermissionAdded } from '../../lib/platform/permissions.ts';
import { report } from '../../lib/platform/report.ts';
import { onBrowserStart, restrictStorage } from '../../lib/platform/runtime.ts';
import { contentScriptOrigin, requireOwnPage } from '../../lib/platform/sender.ts';
import { loadReader, openPopup } from '../../lib/platform/tabs.ts';
import {
  handleChoose,
  handleConversationPolicy,
  handleExportSettings,
  handleImportSettings,
  handleResetSettings,
  handleSavePreferences,
  handleSitePolicy,
  previewRedaction,
} from '../../lib/settings/handlers.ts';
import { handleGetLabels, handleSetLabels } from '../../lib/settings/label-handlers.ts';
import { listOptionalSites, switchSite } from '../../lib/settings/optional-sites.ts';
import { loadPreferences } from '../../lib/settings/preferences-store.ts';
import { offerInBrowser } from './send-from-browser.ts';

/** Every listener is registered before the first await: a listener that comes later misses the event that woke the worker. */
export default defineBackground(() => {
  const drainInBackground = () => void drainNow().catch(report);

  onMessage('reader:load', async ({ sender }) => {
    const origin = contentScriptOrigin(sender);
    if (origin) await loadReader(origin.tabId);
    return { ok: origin !== null };
  });
  const submit = async (...capture: Parameters<typeof handleSubmit>) => {
    const result = await handleSubmit(...capture);
    drainInBackground();
    return result;
  };
  onMessage('capture:submit', ({ data, sender }) => submit(data, sender));
  onAbandonedDraft((conversation, sender) => void submit({ conversation, mode: 'auto' }, sender).catch(report));

  onMessage('popup:open', async ({ sender }) => {
    const origin = contentScriptOrigin(sender);
    if (origin) await openPopup(origin.tabId);
  });

  onMessage('preferences:site', ({ sender }) => handleSitePolicy(sender));
  onMessage('capture:policy', ({ data, sender }) => handleConversationPolicy(data, sender));
  onMessage('capture:choose', ({ data, sender }) => handleChoose(data, sender));

  onMessage('sites:list', ({ sender }) => requireOwnPage(sender, listOptionalSites));
  onMessage('sites:switch', ({ data, sender }) => requireOwnPage(sender, () => switchSite(data.id, data.isOn)));
  onMessage('labels:get', ({ data, sender }) => requireOwnPage(sender, () => handleGetLabels(data)));
  onMessage('labels:set', ({ data, sender }) => requireOwnPage(sender, () => handleSetLabels(data)));
  onMessage('preferences:get', ({ sender }) => requireOwnPage(sender, loadPreferences));
  onMessage('preferences:save', ({ data, sender }) => requireOwnPage(sender, () => handleSavePreferences(data)));
  onMessage('settings:export', ({ sender }) => requireOwnPage(sender, handleExportSettings));
  onMessage('settings:import', ({ data, sender }) => requireOwnPage(sender, () => handleImportSettings(data)));
  onMessage('settings:reset', ({ sender }) => requireOwnPage(sender, handleResetSettings));
  onMessage('redaction:preview', ({ data, sender }) => requireOwnPage(sender, async () => previewRedaction(data)));
  onMessage('connection:get', ({ sender }) => requireOwnPage(sender, handleGetConnection));
  onMessage('connection:save', ({ data, sender }) =>
    requireOwnPage(sender, async () => {
      const result = await handleSave(data);
      drainInBackground();
      return result;
    }),
  );
  onMessage('connection:test', ({ sender }) =>
    requireOwnPage(sender, async () => testConnection(await deliveryContext())),
  );
  onMessage('queue:overview', ({ sender }) => requireOwnPage(sender, async () => overview(await deliveryContext())));
  onMessage('queue:retry', ({ data, sender }) => requireOwnPage(sender, () => handleRetry(data)));
  onMessage('queue:page', ({ data, sender }) => requireOwnPage(sender, () => handleQueuePage(data)));
  onMessage('queue:discard', ({ data, sender }) => requireOwnPage(sender, () => handleDiscard(data)));
  onMessage('queue:export', ({ data, sender }) => requireOwnPage(sender, () => handleExport(data)));
  onMessage('queue:last-sent', ({ sender }) => requireOwnPage(sender, handleLastSent));
  onMessage('capture:preview', ({ data, sender }) => requireOwnPage(sender, () => handlePreview(data)));

  offerInBrowser();

  onWakeUp(drainInBackground);
  onBrowserStart(drainInBackground);
  onPermissionAdded(() => void handleRetry().catch(report));
  globalThis.addEventListener('online', drainInBackground);

  restrictStorage().catch(report);
  // Whatever woke the worker: what is due goes out, and a lost alarm is set again.
  resume().catch(report);
});
