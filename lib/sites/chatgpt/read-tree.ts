import type { Branch, Message } from '../../protocol/event.ts';
import { chained } from '../api-chain.ts';
import type { ApiMessage } from './api-message.ts';
import { newestFrom } from './branch.ts';
import { isCanvasNode } from './canvas.ts';
import { type BranchReading, readBranch } from './messages.ts';
import type { Tree, TreeNode } from './tree.ts';

/** A branch that was read: its nodes, its messages with their places, and what came before it. */
interface ReadBranch {
  readonly nodes: readonly TreeNode[];
  readonly messages: readonly Message[];
  readonly reading: BranchReading;
  readonly parent: Message | null;
  /** What wrote documents before the branch began. */
  readonly earlier: readonly ApiMessage[];
  /** What wrote documents on it. */
  readonly writers: readonly { readonly place: number; readonly message: ApiMessage }[];
}

export interface Trunk {
  readonly messages: Message[];
  readonly branches: Branch[];
}

/** The messages of a branch of the tree, and of all branches beside it, every message once. */
export function readTree(tree: Tree, current: readonly TreeNode[]): Trunk {
  const trunk = read(current, null, []);
  const done = new Set(current.map(({ id }) => id));
  const branches: Branch[] = [];
  const queue: ReadBranch[] = [trunk];
  const follow = (start: TreeNode, parent: Message | null, earlier: readonly ApiMessage[]): void => {
    const nodes = newestFrom(tree, start.id);
    for (const { id } of nodes) done.add(id);
    const branch = read(nodes, parent, earlier);
    if (branch.messages.length > 0) branches.push({ parent_id: parent?.id ?? null, messages: [...branch.messages] });
    queue.push(branch);
  };
  // Other beginnings: the first prompt was edited, or what came before is not in the data.
  for (const node of tree.values())
    if (!done.has(node.id) && (node.parent === null || !tree.has(node.parent))) follow(node, null, []);
  const followAll = (): void => {
    for (let branch = queue.shift(); branch; branch = queue.shift())
      for (const [place, { children }] of branch.nodes.entries())
        for (const child of children) {
          const start = done.has(child) ? undefined : tree.get(child);
          if (start) follow(start, messageAt(branch, place), canvasBefore(branch, place));
        }
  };
  followAll();
  // What is its own ancestor: nothing leads to it.
  for (const node of tree.values()) {
    if (done.has(node.id)) continue;
    follow(node, null, []);
    followAll();
  }
  return { messages: [...trunk.messages], branches };
}

function read(nodes: readonly TreeNode[], parent: Message | null, earlier: readonly ApiMessage[]): ReadBranch {
  const said = nodes.map(({ message }) => message);
  const reading = readBranch(said, earlier);
  const writers = said.flatMap((message, place) => (message && isCanvasNode(message) ? [{ place, message }] : []));
  return { nodes, reading, parent, earlier, writers, messages: chained(reading.messages, parent) };
}

/** The last message that had been said at a node of a branch. */
function messageAt({ reading, messages, parent }: ReadBranch, place: number): Message | null {
  return messages[(reading.counts[place] ?? 0) - 1] ?? parent;
}

function canvasBefore({ earlier, writers }: ReadBranch, until: number): ApiMessage[] {
  return [...earlier, ...writers.filter(({ place }) => place <= until).map(({ message }) => message)];
}
