import type { Tree, TreeMessage } from './api-tree.ts';

export interface CurrentBranch {
  readonly messages: readonly TreeMessage[];
  /** Whether these are the messages on screen, all of them. */
  readonly isSure: boolean;
}

/** Messages beside the current branch, each following the one before. */
export interface SideBranch {
  /** null: another beginning of the conversation. */
  readonly parent: TreeMessage | null;
  readonly messages: readonly TreeMessage[];
}

/** `<id of the prompt>-hub-reply`: how the page calls the first answer to a prompt. Since 2026-10, last seen 2026-10. */
export const FIRST_REPLY = '-hub-reply';

/**
 * The branch that the screen shows, from the beginning; null when it does not reach the beginning. `shown`: the keys of
 * the turns in the document. They win where they lie on another branch than the site's own current one, because looking
 * at another version is known to the page alone.
 */
export function currentBranch(tree: Tree, shown: readonly string[]): CurrentBranch | null {
  const isSure = tree.oddities === 0;
  if (tree.messages.every(({ parentId }) => parentId === undefined)) return { messages: tree.messages, isSure: false };
  const seen = shown.map((key) => messageOf(tree, key)).findLast((message) => message !== undefined);
  const said = tree.byId.get(tree.leafId);
  const chain = said && chainTo(tree, said);
  if (chain && (!seen || chain.includes(seen))) return { messages: chain, isSure };
  const leaf = newestLeaf(tree, seen ?? null);
  const shownChain = leaf && chainTo(tree, leaf);
  // Without a word from either side the newest branch is a guess, unless there is only one.
  const isOnly = shownChain?.length === tree.messages.length;
  return shownChain ? { messages: shownChain, isSure: isSure && (seen !== undefined || isOnly) } : null;
}

/** Everything beside the current branch. Each message stands once, and after the one that its branch starts from. */
export function sideBranches(tree: Tree, current: readonly TreeMessage[]): SideBranch[] {
  const done = new Set(current);
  const branches: SideBranch[] = [];
  // The next one is the last; what nothing leads to has lost its parent, or is its own ancestor, and comes at the end.
  const starts: SideStart[] = tree.messages.map((message) => ({ parent: null, message })).toReversed();
  const addStartsBelow = (trunk: readonly (TreeMessage | null)[]): void => {
    for (const parent of trunk.toReversed())
      for (const message of childrenOf(tree, parent).toReversed()) starts.push({ parent, message });
  };
  addStartsBelow([null, ...current]);
  for (let start = starts.pop(); start; start = starts.pop()) {
    const messages: TreeMessage[] = [];
    for (let next: TreeMessage | undefined = start.message; next && !done.has(next); next = newestChild(tree, next)) {
      done.add(next);
      messages.push(next);
    }
    if (messages.length === 0) continue;
    branches.push({ parent: start.parent, messages });
    addStartsBelow(messages);
  }
  return branches;
}

interface SideStart {
  readonly parent: TreeMessage | null;
  readonly message: TreeMessage;
}

/** The first answer to a prompt: the oldest of its answers. */
export function firstReply(tree: Tree, prompt: TreeMessage | null): TreeMessage | undefined {
  return prompt?.role === 'user' ? childrenOf(tree, prompt).find(({ role }) => role === 'assistant') : undefined;
}

function messageOf(tree: Tree, key: string): TreeMessage | undefined {
  if (!key.endsWith(FIRST_REPLY)) return tree.byId.get(key);
  return firstReply(tree, tree.byId.get(key.slice(0, -FIRST_REPLY.length)) ?? null);
}

/** From the beginning to a message; null when a parent is missing or the chain bites its own tail. */
function chainTo(tree: Tree, leaf: TreeMessage): TreeMessage[] | null {
  const chain = new Set<TreeMessage>();
  for (let message: TreeMessage | undefined = leaf; ; ) {
    if (message === undefined || chain.has(message)) return null;
    chain.add(message);
    if (message.parentId == null) return [...chain].toReversed();
    message = tree.byId.get(message.parentId);
  }
}

/** Where the page ends up when it shows a message: at the newest version of every step below. */
function newestLeaf(tree: Tree, from: TreeMessage | null): TreeMessage | undefined {
  const visited = new Set<TreeMessage>();
  let leaf = from ?? tree.messages.reduce((newest, message) => (message.index >= newest.index ? message : newest));
  for (let next = newestChild(tree, leaf); next && !visited.has(next); next = newestChild(tree, next)) {
    visited.add(next);
    leaf = next;
  }
  return leaf;
}

function newestChild(tree: Tree, parent: TreeMessage): TreeMessage | undefined {
  return childrenOf(tree, parent).at(-1);
}

function childrenOf(tree: Tree, parent: TreeMessage | null): readonly TreeMessage[] {
  return tree.children.get(parent?.id ?? null) ?? [];
}
