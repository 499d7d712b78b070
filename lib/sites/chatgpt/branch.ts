import type { Tree, TreeNode } from './tree.ts';

export interface Branch {
  /** From the root to the leaf. */
  readonly nodes: readonly TreeNode[];
  /** Whether the chain reaches a node without a parent. */
  readonly reachesRoot: boolean;
  /** Whether nothing on it is missing, not understood or still being written. */
  readonly isWhole: boolean;
}

/**
 * The branch that ends at a node: from the leaf up to the root. Reading the tree in any other order mixes edited and
 * regenerated versions.
 */
export function branchTo(tree: Tree, leaf: string): Branch {
  const nodes: TreeNode[] = [];
  const seen = new Set<string>();
  let id: string | null = leaf;
  while (id !== null) {
    const node: TreeNode | undefined = tree.get(id);
    if (seen.has(id) || !node) return { nodes: nodes.toReversed(), reachesRoot: false, isWhole: false };
    seen.add(id);
    nodes.push(node);
    id = node.parent;
  }
  const isWhole = nodes.every(({ isStrange, message }) => !isStrange && message?.status !== 'in_progress');
  return { nodes: nodes.toReversed(), reachesRoot: true, isWhole };
}

/** Down from a node, always to the newest child, which is what the site does when a version is chosen. */
export function newestFrom(tree: Tree, start: string): TreeNode[] {
  const nodes: TreeNode[] = [];
  const seen = new Set<string>();
  for (let node = tree.get(start); node && !seen.has(node.id); node = tree.get(node.children.at(-1) ?? '')) {
    seen.add(node.id);
    nodes.push(node);
  }
  return nodes;
}
