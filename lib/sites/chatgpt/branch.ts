import { type ApiMessage, isApiMessage, isRecord } from './api-message.ts';

export interface Branch {
  readonly messages: ApiMessage[];
  /** Whether the chain reaches a node without a parent and every message on it was understood. */
  readonly isWhole: boolean;
}

/**
 * The branch that the screen shows: from `current_node` up to the root. Reading the tree in any other order mixes
 * edited and regenerated versions.
 */
export function activeBranch(mapping: Record<string, unknown>, currentNode: string): Branch {
  const messages: ApiMessage[] = [];
  const seen = new Set<string>();
  let id: unknown = currentNode;
  while (typeof id === 'string' && id !== '') {
    const node = mapping[id];
    if (seen.has(id) || !isRecord(node)) return { messages: messages.toReversed(), isWhole: false };
    seen.add(id);
    if (isApiMessage(node['message'])) messages.push(node['message']);
    id = node['parent'];
  }
  return { messages: messages.toReversed(), isWhole: messages.length > 0 };
}
