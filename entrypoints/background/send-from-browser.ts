import { handleSelection } from '../../lib/delivery/handle-selection.ts';
import { t } from '../../lib/i18n/translate.ts';
import { speakBrowserLanguage } from '../../lib/platform/language.ts';
import { onMenu, replaceMenus } from '../../lib/platform/menus.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { report } from '../../lib/platform/report.ts';
import { onBrowserStart, onInstalled } from '../../lib/platform/runtime.ts';
import { onCommand } from '../../lib/platform/shortcuts.ts';
import { activeTabId, openExtensionPage, openPopup } from '../../lib/platform/tabs.ts';
import { sites } from '../../lib/sites/registry.ts';

/** What the browser itself offers beside the button and the popup: keyboard shortcut, context menu, the first page. */

const SEND_PAGE = 'send-page';
const SEND_SELECTION = 'send-selection';

export function offerInBrowser(): void {
  const run = (promise: Promise<void>) => void promise.catch(report);
  onInstalled((isFirst) => {
    run(writeMenus());
    if (isFirst) run(openExtensionPage('/welcome.html'));
  });
  // The language of the browser may be another one now.
  onBrowserStart(() => run(writeMenus()));
  onMenu(({ id, tabId, selectedText }) => {
    if (id === SEND_PAGE) run(sendTab(tabId));
    if (id === SEND_SELECTION) run(sendSelection(tabId, selectedText));
  });
  onCommand('send-conversation', () => run(sendActiveTab()));
}

function writeMenus(): Promise<void> {
  speakBrowserLanguage();
  const matches = sites.flatMap((site) => [...site.matches]);
  return replaceMenus([
    { id: SEND_PAGE, title: t('send_idle'), where: 'page', matches },
    { id: SEND_SELECTION, title: t('menu_selection'), where: 'selection', matches },
  ]);
}

async function sendActiveTab(): Promise<void> {
  const tabId = await activeTabId();
  if (tabId !== null) await sendTab(tabId);
}

async function sendSelection(tabId: number, selectedText: string): Promise<void> {
  await handleSelection(tabId, selectedText).catch(() => openPopup(tabId));
}

/** What becomes of it is seen at the button in the page; where there is none, the popup says why. */
async function sendTab(tabId: number): Promise<void> {
  await sendMessage('page:send', undefined, tabId).catch(() => openPopup(tabId));
}
