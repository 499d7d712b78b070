import { signal } from '@preact/signals';
import type { LabelledConversation, LabelsView, PageState } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';

/** Labels of the conversation that the current tab shows; `null` where it shows none. */
export const labels = signal<LabelsView | null>(null);
let shown: LabelledConversation | null = null;

export async function readLabels(page: PageState | null): Promise<void> {
  shown = page?.conversation ? { siteId: page.siteId, ...page.conversation } : null;
  labels.value = shown && (await sendMessage('labels:get', shown));
}

/** @param alsoOfSite new conversations of the site get the same */
export async function changeLabels(next: string[], alsoOfSite = false): Promise<void> {
  if (!shown || !labels.value) return;
  labels.value = { ...labels.value, labels: next };
  labels.value = await sendMessage('labels:set', { conversation: shown, labels: next, alsoOfSite });
}
