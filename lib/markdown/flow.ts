import type { BlockContent, Nodes, PhrasingContent } from 'mdast';
import { isFlow } from './phrasing.ts';

/**
 * Blocks and text side by side, as they stand in an HTML element, as blocks: text between blocks becomes paragraphs.
 * White space at the ends of a paragraph and around line breaks is none of its words.
 */
export function toFlow(nodes: readonly Nodes[]): BlockContent[] {
  const flow: BlockContent[] = [];
  let line: PhrasingContent[] = [];
  const endParagraph = () => {
    const children = tidyLine(line);
    line = [];
    if (children.length > 0) flow.push({ type: 'paragraph', children });
  };
  for (const node of nodes) {
    if (!isFlow(node)) line.push(node as PhrasingContent);
    else {
      endParagraph();
      flow.push(node as BlockContent);
    }
  }
  endParagraph();
  return flow;
}

/**
 * The text of one block with single spaces, none at its ends, none around line breaks, and nothing empty in it.
 * A space counts once, on whichever side of a mark it stands: `<b>a </b> b`.
 */
export function tidyLine(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const tidy = trimEnd(squeeze(nodes, { afterSpace: true }));
  return tidy.at(-1)?.type === 'break' ? tidyLine(tidy.slice(0, -1)) : tidy;
}

interface Before {
  /** Whether a space is there already, or the line begins here. */
  afterSpace: boolean;
}

function squeeze(nodes: readonly PhrasingContent[], before: Before): PhrasingContent[] {
  const out: PhrasingContent[] = [];
  for (const node of nodes) {
    if (node.type === 'text') {
      const value = before.afterSpace && node.value.startsWith(' ') ? node.value.slice(1) : node.value;
      if (value === '') continue;
      before.afterSpace = value.endsWith(' ');
      const last = out.at(-1);
      if (last?.type === 'text') last.value += value;
      else out.push({ type: 'text', value });
    } else if (node.type === 'break') {
      if (out.length === 0 && before.afterSpace) continue;
      out.splice(0, out.length, ...trimEnd(out), node);
      before.afterSpace = true;
    } else if ('children' in node) {
      const children = squeeze(node.children, before);
      if (children.length > 0) out.push({ ...node, children });
    } else {
      out.push(node);
      before.afterSpace = false;
    }
  }
  return out;
}

function trimEnd(nodes: PhrasingContent[]): PhrasingContent[] {
  const last = nodes.at(-1);
  if (last === undefined) return nodes;
  const rest = nodes.slice(0, -1);
  if (last.type === 'text') {
    const value = last.value.trimEnd();
    return value === '' ? trimEnd(rest) : [...rest, { ...last, value }];
  }
  if (!('children' in last)) return nodes;
  const children = trimEnd(last.children);
  return children.length === 0 ? trimEnd(rest) : [...rest, { ...last, children }];
}
