import { branchTo, newestFrom } from './branch.ts';
import type { Tree } from './tree.ts';

/** Where pages of all layouts name their messages, an attribute with ids; last seen 2026-11. */
const NAMED = ['data-chatgpt-selection-message-id', 'data-chatgpt-search-message-ids', 'data-message-id'] as const;

/**
 * The end of the branch that the page shows. The site's `current_node` is that of the last change, wherever it was made;
 * the page may show another version. Null when the site's own is right or the page shows nothing known.
 */
export function leafOnScreen(tree: Tree, current: string, document: Document): string | null {
  const nodes = new Map([...tree.values()].map((node) => [node.message?.id ?? node.id, node.id]));
  const last = idsOnScreen(document).findLast((id) => nodes.has(id));
  const shown = nodes.get(last ?? '');
  if (shown === undefined || branchTo(tree, current).nodes.some(({ id }) => id === shown)) return null;
  return newestFrom(tree, shown).at(-1)?.id ?? null;
}

function idsOnScreen(document: Document): string[] {
  const holders = document.querySelectorAll(NAMED.map((name) => `[${name}]`).join(', '));
  return [...holders].flatMap((holder) =>
    NAMED.flatMap((name) => holder.getAttribute(name)?.split(/\s+/) ?? []).filter((id) => id !== ''),
  );
}
