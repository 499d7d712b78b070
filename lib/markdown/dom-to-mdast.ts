import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { splitAddresses } from './bare-address.ts';
import { cleanText } from './clean-text.ts';
import { readCodeBlock } from './code-block.ts';
import { type ElementKind, kindsBy } from './element-kinds.ts';
import { tidyLine, toFlow } from './flow.ts';
import { readList } from './list.ts';
import { flattenToPhrasing, isFlow } from './phrasing.ts';
import { isPicture, pictureName } from './picture.ts';
import type { ChipRule, CodeRule, MarkdownRules } from './rules.ts';
import { readChip } from './sources.ts';
import { readTable } from './table.ts';
import { texOf } from './tex.ts';
import { webAddress } from './web-address.ts';

interface Context {
  readonly kindOf: (element: Element) => ElementKind;
  readonly base: string;
  readonly linesKept: boolean;
  /** Inside a link or code: addresses there stay text. */
  readonly isInLink: boolean;
}

/**
 * The part of a page that is text of a message, as a Markdown syntax tree. Written for the elements that chat sites
 * use: a general converter by way of an HTML tree took four times as long on a long page (bench `reading`).
 */
export function domToMdast(root: Element, rules: MarkdownRules): Root {
  const kinds = kindsBy(rules);
  const context: Context = {
    kindOf: kinds.within(root),
    base: root.ownerDocument.baseURI,
    linesKept: root.closest(kinds.keepLines) !== null,
    isInLink: root.closest('a, code') !== null,
  };
  return { type: 'root', children: toFlow(convert(root, context)) };
}

function convertChildren(parent: Node, context: Context): Nodes[] {
  const nodes: Nodes[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 3) addText(nodes, node.nodeValue ?? '', context);
    else if (node.nodeType === 1) for (const child of convertChild(node as Element, context)) nodes.push(child);
  }
  return nodes;
}

function convertChild(child: Element, context: Context): Nodes[] {
  const kind = context.kindOf(child);
  if (kind.chip) return convertChip(child, kind.chip, context);
  return kind.isDropped ? [] : convert(child, context, kind);
}

function addText(nodes: Nodes[], text: string, context: Context): void {
  const value = cleanText(text);
  if (!context.linesKept || !value.includes('\n')) {
    addWords(nodes, value, context);
    return;
  }
  for (const [i, line] of value.split('\n').entries()) {
    if (i > 0) nodes.push({ type: 'break' });
    addWords(nodes, line, context);
  }
}

/** Most texts have single spaces only; looking is quicker than writing them anew. */
const MANY_SPACES = /[\t\n\f]| {2}/;

/** White space is one space, as browsers show it; bare addresses are links to themselves. */
function addWords(nodes: Nodes[], text: string, { isInLink }: Context): void {
  const value = MANY_SPACES.test(text) ? text.replace(/[ \t\n\f]+/g, ' ') : text;
  if (isInLink || !value.includes('://')) {
    nodes.push({ type: 'text', value });
    return;
  }
  for (const { text: part, isAddress } of splitAddresses(value)) {
    const said = { type: 'text' as const, value: part };
    nodes.push(isAddress ? { type: 'link', url: part, children: [said] } : said);
  }
}

function convert(node: Element, outer: Context, kind = outer.kindOf(node)): Nodes[] {
  if (kind.code) return convertCode(node, kind.code);
  if (kind.isFormula) return convertFormula(node, kind.isDisplayFormula, outer);
  const context = !outer.linesKept && kind.keepsLines ? { ...outer, linesKept: true } : outer;
  const tag = node.tagName.toLowerCase();
  return (CONVERT[tag] ?? (tag.includes('-') ? customElement : inline))(node, context);
}

type Convert = (node: Element, context: Context) => Nodes[];

const inline: Convert = (node, context) => convertChildren(node, context);

const block: Convert = (node, context) => toFlow(convertChildren(node, context));

/** Sites' own elements (`code-block`, `response-element`) are blocks when they hold blocks. */
const customElement: Convert = (node, context) => {
  const children = convertChildren(node, context);
  return children.some(isFlow) ? toFlow(children) : children;
};

const heading: Convert = (node, context) => {
  const children = tidyLine(flattenToPhrasing(convertChildren(node, context)));
  return children.length > 0
    ? [{ type: 'heading', depth: Number(node.tagName[1]) as 1 | 2 | 3 | 4 | 5 | 6, children }]
    : [];
};

const list: Convert = (node, context) => readList(node, (child) => convertChild(child, context));

const quote: Convert = (node, context) => {
  const children = toFlow(convertChildren(node, context));
  return children.length > 0 ? [{ type: 'blockquote', children }] : [];
};

const code: Convert = (node, context) => {
  const parts = convertChildren(node, { ...context, isInLink: true });
  const value = plain(parts).trim();
  return value === '' ? [] : [{ type: 'inlineCode', value }];
};

const link: Convert = (node, context) => {
  const children = convertChildren(node, { ...context, isInLink: true });
  const url = webAddress(node.getAttribute('href'), context.base);
  if (url === null || children.some(isFlow) || children.length === 0) return children;
  return wrapped(children as PhrasingContent[], (inside) => ({ type: 'link', url, children: inside }));
};

/** Marks hold no blocks, and no white space at their ends: `**bold **text` is not bold in Markdown. */
const marked =
  (type: 'strong' | 'emphasis' | 'delete'): Convert =>
  (node, context) => {
    const children = convertChildren(node, context);
    if (children.some(isFlow)) return children;
    return wrapped(children as PhrasingContent[], (inside) => ({ type, children: inside }));
  };

const picture: Convert = (node, context) => {
  if (!isPicture(node)) return [];
  const url = webAddress(node.getAttribute('src'), context.base);
  const alt = pictureName(node);
  if (url !== null) return [{ type: 'image', url, alt }];
  return alt === '' ? [] : [{ type: 'text', value: alt }];
};

const CONVERT: Readonly<Record<string, Convert>> = {
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, heading])),
  ...Object.fromEntries(
    'address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form header hgroup li main menu nav p search section summary'
      .split(' ')
      .map((tag) => [tag, block]),
  ),
  ...Object.fromEntries(['ul', 'ol'].map((tag) => [tag, list])),
  ...Object.fromEntries(['code', 'kbd', 'samp', 'tt'].map((tag) => [tag, code])),
  ...Object.fromEntries(['strong', 'b'].map((tag) => [tag, marked('strong')])),
  ...Object.fromEntries(['em', 'i', 'var', 'dfn'].map((tag) => [tag, marked('emphasis')])),
  ...Object.fromEntries(['del', 's', 'strike'].map((tag) => [tag, marked('delete')])),
  a: link,
  blockquote: quote,
  br: () => [{ type: 'break' }],
  hr: () => [{ type: 'thematicBreak' }],
  img: picture,
  // Its state is read with the list item.
  input: () => [],
  q: (node, context) => [{ type: 'text', value: '“' }, ...convertChildren(node, context), { type: 'text', value: '”' }],
  table: (node, context) => readTable(node, (cell) => convertChildren(cell, context)),
  wbr: () => [],
};

function convertCode(node: Element, rule: CodeRule): Nodes[] {
  const { text, language } = readCodeBlock(node, rule);
  return text.trim() === '' ? [] : [{ type: 'code', lang: language || null, value: text }];
}

function convertFormula(node: Element, isDisplay: boolean, context: Context): Nodes[] {
  const tex = texOf(node);
  // A drawing without its source: KaTeX's visible half is the only text there is.
  if (tex === null) return convertChildren(node.querySelector('.katex-html') ?? node, context);
  if (isDisplay) return [{ type: 'math', value: tex }];
  return [{ type: 'inlineMath', value: tex.replace(/\s*\n\s*/g, ' ') }];
}

/** A link to the source that the chip shows, a space before it: the page sets chips apart by style. */
function convertChip(chip: Element, rule: ChipRule, context: Context): PhrasingContent[] {
  const [source] = rule.isBeside ? [] : readChip(chip, rule, context.base);
  if (source === undefined) return [];
  const children = [{ type: 'text' as const, value: source.label }];
  return [
    { type: 'text', value: ' ' },
    { type: 'link', url: source.url, children },
  ];
}

/** Puts a mark around text; the white space at its ends stays outside. */
function wrapped(children: PhrasingContent[], mark: (inside: PhrasingContent[]) => RootContent): Nodes[] {
  const inside = tidyLine(children);
  if (inside.length === 0) return children.length > 0 ? [{ type: 'text', value: ' ' }] : [];
  const shown = plain(children);
  const before = shown.startsWith(' ') ? [{ type: 'text' as const, value: ' ' }] : [];
  const after = shown.endsWith(' ') ? [{ type: 'text' as const, value: ' ' }] : [];
  return [...before, mark(inside), ...after];
}

function plain(nodes: readonly Nodes[]): string {
  return nodes
    .map((node) =>
      'value' in node ? node.value : node.type === 'break' ? ' ' : 'children' in node ? plain(node.children) : '',
    )
    .join('');
}
