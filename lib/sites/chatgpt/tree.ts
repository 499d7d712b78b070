import { isRecord, type Json, listOf, textOf } from '../api-values.ts';
import { type ApiMessage, isStrange, toApiMessage } from './api-message.ts';

/** One place in the tree of a conversation. */
export interface TreeNode {
  readonly id: string;
  readonly parent: string | null;
  /** Known ones only, oldest first. */
  readonly children: string[];
  /** Null for the root, which says nothing. */
  readonly message: ApiMessage | null;
  /** Whether there is, or should be, a message of a shape that is not known. */
  readonly isStrange: boolean;
}

export type Tree = ReadonlyMap<string, TreeNode>;

/** The tree of the singular route and of share pages: `{<id>: {parent, children, message}}`. */
export function treeOfMapping(mapping: Json): Tree {
  const tree = new Map<string, TreeNode>();
  for (const [id, node] of Object.entries(mapping)) {
    if (!isRecord(node)) continue;
    const message = toApiMessage(node['message']);
    const parent = textOf(node['parent']) || null;
    // Only the root says nothing.
    const isUnread = message === null ? parent !== null || isRecord(node['message']) : isStrange(message);
    tree.set(id, { id, parent, children: [], message, isStrange: isUnread });
  }
  const placed = new Set<string>();
  const place = (parent: string | null, child: unknown): void => {
    const node = typeof child === 'string' ? tree.get(child) : undefined;
    if (!node || parent === null || node.parent !== parent || placed.has(node.id)) return;
    placed.add(node.id);
    tree.get(parent)?.children.push(node.id);
  };
  // The order of the children is that of their making; the keys of the mapping are in no order.
  for (const [id, node] of Object.entries(mapping))
    for (const child of isRecord(node) ? listOf(node['children']) : []) place(id, child);
  for (const node of tree.values()) place(node.parent, node.id);
  return tree;
}

/**
 * The tree of the plural route, whose messages stand in a list, oldest first. Their parents may be hidden nodes that are
 * not in the list: such a message follows the one before it, and those that name the same hidden parent are siblings.
 */
export function treeOfList(messages: readonly unknown[]): Tree {
  const tree = new Map<string, TreeNode>();
  const hidden = new Map<string, string | null>();
  let last: string | null = null;
  for (const [place, value] of messages.entries()) {
    const message = toApiMessage(value);
    const id = message?.id ?? `strange:${place}`;
    if (tree.has(id)) continue;
    const named = textOf(message?.metadata['parent_id']);
    const parent: string | null = tree.has(named) ? named : hidden.has(named) ? (hidden.get(named) ?? null) : last;
    if (named !== '' && !tree.has(named)) hidden.set(named, parent);
    tree.set(id, { id, parent, children: [], message, isStrange: message === null || isStrange(message) });
    if (parent !== null) tree.get(parent)?.children.push(id);
    last = id;
  }
  return tree;
}
