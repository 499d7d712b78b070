import { signal } from '@preact/signals';
import type { PageState, PreviewResult } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { labels } from './labels-model.ts';
import { currentTabId, page } from './page-model.ts';

/** The conversation on the page as it would be sent; `null` where there is none. */
export const preview = signal<PreviewResult | 'reading' | null>(null);
/** Of what is shown, so that it is read again only when something is another. */
let shownKey = '';
/** Bumped by every reading: an older one that ends later is dropped. */
let reading = 0;

/** Reads the page when it shows something else than what the preview is of. */
export async function followPage(): Promise<void> {
  const { value: shown } = page;
  if (document.hidden || shown === 'loading') return;
  const tabId = await currentTabId();
  const key = keyOf(shown, tabId);
  if (key === shownKey) return;
  shownKey = key;
  reading += 1;
  preview.value = null;
  if (tabId !== null && shown?.conversation) await read(tabId);
}

export async function readAgain(): Promise<void> {
  const tabId = await currentTabId();
  if (tabId !== null) await read(tabId);
}

async function read(tabId: number): Promise<void> {
  reading += 1;
  const mine = reading;
  preview.value = 'reading';
  const result = await sendMessage('capture:preview', { tabId, use: 'auto' });
  if (mine === reading) preview.value = result;
}

/** What the page is doing counts too: once an answer is written or a capture is made, there is more to show. */
function keyOf(shown: PageState | null, tabId: number | null): string {
  return JSON.stringify([tabId, shown?.conversation, shown?.send.kind, labels.value?.labels]);
}
