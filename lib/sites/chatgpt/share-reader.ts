import type { ReadResult } from '../conversation.ts';
import { failed, finishReading } from '../finish-reading.ts';
import { isApiMessage, isRecord } from './api-message.ts';
import { activeBranch, type Branch } from './branch.ts';
import { messagesOf } from './messages.ts';
import { chatgptSite, conversationIdOf } from './site.ts';
import { titleOf } from './title.ts';
import { readTurboStream } from './turbo-stream.ts';

/**
 * The conversation in the data of a share page, which is there in full before anything is drawn; null when the page
 * carries none. Last seen 2026-10.
 */
export function readSharePage(document: Document, url: URL): ReadResult | null {
  const shared = findConversation(readTurboStream(document.querySelectorAll('script')));
  if (shared === null) return null;
  const branch = branchOf(shared);
  const messages = messagesOf(branch.messages);
  if (messages.length === 0) return failed('no_messages');
  return finishReading({
    source: chatgptSite.id,
    layout: 'chatgpt/2026-10-share',
    url,
    title: typeof shared['title'] === 'string' ? shared['title'].trim() : titleOf(document.title),
    addressId: conversationIdOf(url),
    messages,
    isStreaming: false,
    completeness: branch.isWhole ? 'complete' : 'unknown',
  });
}

/** The first object, wherever it lies, that holds a conversation. */
function findConversation(roots: readonly unknown[]): Record<string, unknown> | null {
  const seen = new Set<unknown>();
  const queue = [...roots];
  for (let value = queue.pop(); queue.length > 0 || value !== undefined; value = queue.pop()) {
    if (!isRecord(value) || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value['linear_conversation']) || (isRecord(value['mapping']) && value['current_node']))
      return value;
    queue.push(...Object.values(value));
  }
  return null;
}

function branchOf(shared: Record<string, unknown>): Branch {
  const { linear_conversation: linear, mapping, current_node: current } = shared;
  if (!Array.isArray(linear)) return activeBranch(isRecord(mapping) ? mapping : {}, String(current));
  const nodes = linear.filter(isRecord);
  const messages = nodes.map((node) => node['message']).filter(isApiMessage);
  // The root has no message; any other node without one was not understood.
  return { messages, isWhole: nodes.filter((node) => node['message']).length === messages.length };
}
