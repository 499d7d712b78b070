import type { ListItem, Nodes, PhrasingContent } from 'mdast';

const FLOW = new Set<string>([
  'paragraph',
  'heading',
  'thematicBreak',
  'blockquote',
  'list',
  'code',
  'html',
  'table',
  'math',
]);

export function isFlow(node: Nodes): boolean {
  return FLOW.has(node.type);
}

/** Blocks in a place that holds one line (a table cell, a heading): their text, one after the other, with breaks. */
export function flattenToPhrasing(nodes: readonly Nodes[]): PhrasingContent[] {
  const flat: PhrasingContent[] = [];
  let afterBlock = false;
  for (const node of nodes) {
    const isBlock = isFlow(node);
    const inside = flattenNode(node);
    if (inside.length === 0) continue;
    if ((isBlock || afterBlock) && flat.length > 0) flat.push({ type: 'break' });
    flat.push(...inside);
    afterBlock = isBlock;
  }
  return flat;
}

function flattenNode(node: Nodes): PhrasingContent[] {
  if (node.type === 'code') return [{ type: 'inlineCode', value: oneLine(node.value) }];
  if (node.type === 'math') return [{ type: 'inlineMath', value: oneLine(node.value) }];
  if (node.type === 'list') return flattenList(node.children, node.ordered ? (node.start ?? 1) : null);
  if (node.type === 'thematicBreak') return [];
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'blockquote') {
    return flattenToPhrasing(node.children);
  }
  if (node.type === 'link' || node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete') {
    return [{ ...node, children: flattenToPhrasing(node.children) }];
  }
  return [node as PhrasingContent];
}

function flattenList(items: readonly ListItem[], start: number | null): PhrasingContent[] {
  return items.flatMap((item, index) => {
    const mark = start === null ? '• ' : `${start + index}. `;
    const text: PhrasingContent[] = [{ type: 'text', value: mark }, ...flattenToPhrasing(item.children)];
    return index === 0 ? text : [{ type: 'break' } as const, ...text];
  });
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
