import type { Element } from 'hast';
import { defaultHandlers, type Handle, type State } from 'hast-util-to-mdast';
import type { ListItem, Nodes, PhrasingContent, RootContent } from 'mdast';
import { flattenToPhrasing, isFlow } from './phrasing.ts';

type Mark = 'strong' | 'emphasis' | 'delete';

/** Where the library's own reading of HTML is not enough for the pages of chat sites. */
export const hastHandlers: Record<string, Handle> = {
  pre: (_state, node: Element) => {
    const value = node.children[0]?.type === 'text' ? node.children[0].value : '';
    if (typeof node.properties['dataTex'] === 'string') return { type: 'math', value: node.properties['dataTex'] };
    const language = node.properties['dataLanguage'];
    return { type: 'code', lang: typeof language === 'string' ? language : null, value };
  },
  code: (state, node: Element) => {
    const tex = node.properties['dataTex'];
    if (typeof tex === 'string') return { type: 'inlineMath', value: tex.replace(/\s*\n\s*/g, ' ') };
    return defaultHandlers.code(state, node);
  },
  // Browsers keep blocks that scripts put into a paragraph; the paragraph is cut around them.
  p: (state, node: Element) => state.toFlow(state.all(node)),
  strong: (state, node: Element) => marked(state, node, 'strong'),
  b: (state, node: Element) => marked(state, node, 'strong'),
  em: (state, node: Element) => marked(state, node, 'emphasis'),
  i: (state, node: Element) => marked(state, node, 'emphasis'),
  var: (state, node: Element) => marked(state, node, 'emphasis'),
  del: (state, node: Element) => marked(state, node, 'delete'),
  s: (state, node: Element) => marked(state, node, 'delete'),
  // Markdown has no sign for these; the library would make them emphasis.
  u: (state, node: Element) => state.all(node),
  mark: (state, node: Element) => state.all(node),
  // The library writes a zero-width space here, which breaks words apart for every search.
  wbr: () => undefined,
  a: (state, node: Element) => {
    const children = state.all(node) as PhrasingContent[];
    return children.length === 0 ? undefined : { type: 'link', url: String(node.properties['href']), children };
  },
  li: (state, node: Element) => tightItem(defaultHandlers.li(state, node)),
  td: cell,
  th: cell,
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, heading])),
};

function heading(state: State, node: Element): RootContent | undefined {
  const children = flattenToPhrasing(state.all(node));
  if (children.length === 0) return undefined;
  return { type: 'heading', depth: Number(node.tagName[1]) as 1 | 2 | 3 | 4 | 5 | 6, children };
}

/** Chat sites wrap the words of every item in a paragraph; only an item of several blocks needs blank lines. */
function tightItem(item: ListItem): ListItem {
  return { ...item, spread: item.children.filter(({ type }) => type !== 'list').length > 1 };
}

function cell(state: State, node: Element): RootContent {
  const made = defaultHandlers.td(state, node);
  return { ...made, children: flattenToPhrasing(made.children) };
}

/** Marks hold no blocks, and no white space at their ends: `**bold **text` is not bold in Markdown. */
function marked(state: State, node: Element, type: Mark): RootContent[] {
  const children = state.all(node);
  if (children.length === 0 || children.some((child: Nodes) => isFlow(child))) return children;
  const before = takeSpace(children, 0, /^[ \t\n]+/);
  const after = takeSpace(children, children.length - 1, /[ \t\n]+$/);
  const rest = (children as PhrasingContent[]).filter((child) => child.type !== 'text' || child.value !== '');
  return [...before, ...(rest.length > 0 ? [{ type, children: rest } as RootContent] : []), ...after];
}

function takeSpace(children: RootContent[], at: number, space: RegExp): RootContent[] {
  const child = children[at];
  if (child?.type !== 'text' || !space.test(child.value)) return [];
  child.value = child.value.replace(space, '');
  return [{ type: 'text', value: ' ' }];
}
