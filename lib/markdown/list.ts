import type { BlockContent, List, ListItem, Nodes } from 'mdast';
import { toFlow } from './flow.ts';

/** A list; what stands in it outside of items (older pages nest lists so) belongs to the item before. */
export function readList(element: Element, convert: (child: Element) => Nodes[]): List[] {
  const items: ListItem[] = [];
  for (const child of element.children) {
    const isItem = child.tagName === 'LI';
    const blocks = toFlow(convert(child));
    const last = items.at(-1);
    if (isItem) items.push(item(child, blocks));
    else if (last) items[items.length - 1] = withSpread({ ...last, children: [...last.children, ...blocks] });
    else if (blocks.length > 0) items.push(withSpread({ type: 'listItem', children: blocks }));
  }
  if (items.length === 0) return [];
  const isOrdered = element.tagName === 'OL';
  const start = Number.parseInt(element.getAttribute('start') ?? '1', 10);
  const spread = items.some((one) => one.spread);
  return [{ type: 'list', ordered: isOrdered, start: isOrdered && start >= 0 ? start : null, spread, children: items }];
}

function item(element: Element, children: BlockContent[]): ListItem {
  const box = element.querySelector('input[type="checkbox"]');
  const isTask = box !== null && box.closest('li') === element;
  return withSpread({ type: 'listItem', ...(isTask && { checked: (box as HTMLInputElement).checked }), children });
}

/** Chat sites wrap the words of every item in a paragraph; only an item of several blocks needs blank lines. */
function withSpread(one: ListItem): ListItem {
  return { ...one, spread: one.children.filter(({ type }) => type !== 'list').length > 1 };
}
