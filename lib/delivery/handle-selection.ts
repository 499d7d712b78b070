import type { SelectionFailure, SubmitResult } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { tabUrl } from '../platform/tabs.ts';
import { prepareCapture } from '../privacy/prepare-capture.ts';
import { checkConversation } from './check-conversation.ts';
import { deliveryContext, drainNow, refreshBadge } from './delivery-worker.ts';
import { submit } from './submit.ts';

/**
 * Sends what is selected in a tab, because the user chose so in the browser's menu. The words are asked for there and then
 * and held against those that the browser saw: a page that puts others into the selection meanwhile gets nothing sent.
 * @param selectedText as the browser tells it with the click
 */
export async function handleSelection(tabId: number, selectedText: string): Promise<void> {
  const reading = await sendMessage('page:selection', undefined, tabId);
  const conversation = reading.ok ? checkConversation(reading.conversation, await tabUrl(tabId)) : null;
  const isSame = reading.ok && conversation !== null && isSelected(reading.text, selectedText);
  const result = reading.ok ? (isSame ? await send(conversation) : NOT_SELECTED) : reading;
  const messageCount = conversation?.messages.length ?? 0;
  await sendMessage('page:selection-sent', { result, messageCount }, tabId);
}

const NOT_SELECTED: SelectionFailure = { ok: false, reason: 'no_selection' };

async function send(conversation: NonNullable<ReturnType<typeof checkConversation>>): Promise<SubmitResult> {
  const context = await deliveryContext();
  const { captured } = await prepareCapture({ conversation, mode: 'selection', nowMs: context.now() });
  const result = await submit(context, captured);
  await refreshBadge(context);
  void drainNow();
  return result;
}

/** Browsers write spaces and line ends of a selection each in their own way, and Firefox tells its beginning only. */
function isSelected(text: string, selectedText: string): boolean {
  const told = withoutSpaces(selectedText);
  return told !== '' && withoutSpaces(text).startsWith(told);
}

const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '');
