import type { Answer, Refusal } from '../api-refusal.ts';
import { isRecord, type Json, textOf } from '../api-values.ts';
import type { Ask } from './api-session.ts';
import { branchTo } from './branch.ts';
import { isTemporary, readPages } from './api-pages.ts';
import { treeOfList, treeOfMapping, type Tree } from './tree.ts';

/** A conversation as one of the routes gave it. */
export interface ApiConversation {
  readonly layout: 'chatgpt/api-tree' | 'chatgpt/api-paged';
  readonly title: string;
  /** The site does not keep it. */
  readonly isTemporary: boolean;
  readonly tree: Tree;
  /** The end of the current branch, as the site knows it. */
  readonly leaf: string;
  /** What is not there: older pages, or nothing that could be known of. */
  readonly missing: 'none' | 'older' | 'unknown';
}

/** From the route with the whole tree; from the paged one only where that is gone or its tree is broken. */
export async function askForConversation(ask: Ask, id: string): Promise<Answer<ApiConversation>> {
  const whole = await ask(`/backend-api/conversation/${id}`);
  if (!whole.ok && whole.reason !== 'no_route') return whole;
  const fromTree = whole.ok ? wholeTree(whole.value) : null;
  if (fromTree) return { ok: true, value: fromTree };

  const pages = await readPages(ask, id);
  if (!pages.ok) return !whole.ok && isGone(whole) && isGone(pages) ? { ...pages, reason: 'not_found' } : pages;
  const { title, messages, current, missing } = pages.value;
  const tree = treeOfList(messages);
  const last = [...tree.keys()].at(-1) ?? '';
  const isKnown = tree.has(current);
  return {
    ok: true,
    value: {
      layout: 'chatgpt/api-paged',
      title,
      isTemporary: pages.value.isTemporary,
      tree,
      // The current node may be one of those that the list leaves out.
      leaf: isKnown ? current : last,
      missing: missing === 'none' && !isKnown ? 'unknown' : missing,
    },
  };
}

/** Null when the current branch does not reach the root. */
function wholeTree(answer: unknown): ApiConversation | null {
  const found: Json = isRecord(answer) ? answer : {};
  const tree = isRecord(found['mapping']) ? treeOfMapping(found['mapping']) : new Map();
  const leaf = textOf(found['current_node']);
  if (!branchTo(tree, leaf).reachesRoot) return null;
  return {
    layout: 'chatgpt/api-tree',
    title: textOf(found['title']),
    isTemporary: isTemporary(found),
    tree,
    leaf,
    missing: 'none',
  };
}

/** Whether the site says that it knows no such conversation, not only no such route. Seen 2026-09. */
function isGone({ reason, said }: Refusal): boolean {
  const detail = isRecord(said) ? said['detail'] : null;
  const words = isRecord(detail) ? `${textOf(detail['code'])} ${textOf(detail['message'])}` : textOf(detail);
  return reason === 'no_route' && /conversation.{0,80}(?:inaccessible|not.?found)|can.t load conversation/i.test(words);
}
