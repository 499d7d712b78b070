import { report } from '../platform/report.ts';
import { openExtensionPage, openSettings } from '../platform/tabs.ts';
import * as link from './connection-model.ts';
import { changeLabels, labels } from './labels-model.ts';
import * as model from './page-model.ts';

const run = (promise: Promise<void>) => void promise.catch(report);

/** What the popup's component takes, from the models; read while it is drawn, so that it follows them. */
export function popupProps() {
  return {
    connection: link.connection.value,
    page: model.page.value,
    labels: labels.value,
    queue: model.queue.value,
    test: link.test.value,
    optionalSites: model.optionalSites.value,
    preferences: model.preferences.value,
    saveProblem: link.saveProblem.value,
    nowMs: model.now.value,
    reportCopied: model.reportCopied.value,
    ...ACTIONS,
  };
}

const ACTIONS = {
  onChangeLabels: (next: string[], alsoOfSite?: boolean) => run(changeLabels(next, alsoOfSite)),
  onSave: (input: Parameters<typeof link.save>[0]) => run(link.save(input)),
  onAllow: () => run(link.allow()),
  onTest: () => run(link.runTest()),
  onSend: () => run(model.send()),
  onSwitchSite: (...choice: Parameters<typeof model.switchSite>) => run(model.switchSite(...choice)),
  onCopyReport: () => run(model.copyReport()),
  onAllowApi: (siteId: string, isAllowed: boolean) => run(model.allowApi(siteId, isAllowed)),
  onRetry: () => run(model.retry()),
  onOpenSettings: () => run(openSettings()),
  onShowAll: () => run(openExtensionPage('/queue.html')),
};
