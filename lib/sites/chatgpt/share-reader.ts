import type { ReadResult } from '../conversation.ts';
import { failed, finishReading } from '../finish-reading.ts';
import { isRecord, type Json } from '../api-values.ts';
import { branchTo } from './branch.ts';
import { readBranch } from './messages.ts';
import { chatgptSite, conversationIdOf } from './site.ts';
import { titleOf } from './title.ts';
import { type TreeNode, treeOfMapping } from './tree.ts';
import { readTurboStream } from './turbo-stream.ts';

/**
 * The conversation in the data of a share page, which is there in full before anything is drawn; null when the page
 * carries none. Last seen 2026-10.
 */
export function readSharePage(document: Document, url: URL): ReadResult | null {
  const shared = findConversation(readTurboStream(document.querySelectorAll('script')));
  if (shared === null) return null;
  const branch = branchOf(shared);
  const { messages } = readBranch(branch.nodes.map(({ message }) => message));
  if (messages.length === 0) return failed('no_messages');
  return finishReading({
    source: chatgptSite.id,
    layout: 'chatgpt/2026-10-share',
    url,
    title: typeof shared['title'] === 'string' ? shared['title'].trim() : titleOf(document.title),
    addressId: conversationIdOf(url),
    messages: [...messages],
    isStreaming: false,
    completeness: branch.isWhole ? 'complete' : 'unknown',
  });
}

/** The first object, wherever it lies, that holds a conversation. */
function findConversation(roots: readonly unknown[]): Json | null {
  const seen = new Set<unknown>();
  const queue = [...roots];
  for (let value = queue.pop(); queue.length > 0 || value !== undefined; value = queue.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isRecord(value) && holdsConversation(value)) return value;
    queue.push(...Object.values(value));
  }
  return null;
}

function holdsConversation({ linear_conversation: linear, mapping, current_node: current }: Json): boolean {
  return Array.isArray(linear) || (isRecord(mapping) && Boolean(current));
}

function branchOf(shared: Json): { nodes: readonly TreeNode[]; isWhole: boolean } {
  const { linear_conversation: linear, mapping, current_node: current } = shared;
  if (!Array.isArray(linear)) return branchTo(isRecord(mapping) ? treeOfMapping(mapping) : new Map(), String(current));
  const nodes = [...treeOfMapping(Object.fromEntries(linear.entries())).values()];
  return { nodes, isWhole: nodes.every(({ isStrange }) => !isStrange) };
}
