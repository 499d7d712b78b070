import type { Element as HastElement, ElementContent, Properties, Root } from 'hast';
import { linkBareAddresses } from './bare-address.ts';
import { cleanText } from './clean-text.ts';
import { readCodeBlock } from './code-block.ts';
import { isPicture, pictureName } from './picture.ts';
import { ALWAYS_DROPPED, type ChipRule, type MarkdownRules, PLAIN_CODE } from './rules.ts';
import { readChip } from './sources.ts';
import { DISPLAY_FORMULA, FORMULA, texOf } from './tex.ts';
import { webAddress } from './web-address.ts';

/** Selectors joined once for each call, because every element is tried against all of them. */
interface Context {
  readonly rules: MarkdownRules;
  readonly base: string;
  readonly drop: string;
  readonly keep: string | null;
  readonly math: string;
  readonly displayMath: string;
  readonly keepLines: string;
  readonly linesKept: boolean;
  readonly isInLink: boolean;
}

/**
 * The part of a page that is text of a message, as a syntax tree. Code and formulas are found here, where their markup
 * is known, and leave as `pre` (code, `dataTex` for a formula on its own line) and `code[dataTex]` (a formula in a line).
 */
export function domToHast(root: Element, rules: MarkdownRules): Root {
  const keepLines = join(['.whitespace-pre-wrap'], rules.keepLines);
  const context: Context = {
    rules,
    base: root.ownerDocument.baseURI,
    drop: join(ALWAYS_DROPPED, rules.drop),
    keep: rules.keep?.length ? rules.keep.join(', ') : null,
    math: join([FORMULA, DISPLAY_FORMULA], [...(rules.math ?? []), ...(rules.displayMath ?? [])]),
    displayMath: join([DISPLAY_FORMULA], rules.displayMath),
    keepLines,
    linesKept: root.closest(keepLines) !== null,
    isInLink: root.closest('a, code') !== null,
  };
  return { type: 'root', children: [element('div', convertElement(root, context))] };
}

function join(always: readonly string[], more: readonly string[] = []): string {
  return [...always, ...more].join(', ');
}

function convertChildren(parent: Node, context: Context): ElementContent[] {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return convertText(node.textContent ?? '', context);
    if (node.nodeType !== 1) return [];
    const child = node as Element;
    const chip = context.rules.chips?.find((rule) => child.matches(rule.chip));
    if (chip) return convertChip(child, chip, context);
    const isDropped = child.matches(context.drop) && !(context.keep && child.matches(context.keep));
    return isDropped ? [] : convertElement(child, context);
  });
}

function convertText(text: string, context: Context): ElementContent[] {
  const value = cleanText(text);
  if (!context.linesKept) return linkBareAddresses(value, context.isInLink);
  return value
    .split('\n')
    .flatMap((line, index) => [...(index > 0 ? [element('br')] : []), ...linkBareAddresses(line, context.isInLink)]);
}

function convertElement(node: Element, context: Context): ElementContent[] {
  const rule = [...(context.rules.code ?? []), PLAIN_CODE].find(({ block }) => node.matches(block));
  if (rule) {
    const { text, language } = readCodeBlock(node, rule);
    return text.trim() === '' ? [] : [element('pre', [{ type: 'text', value: text }], { dataLanguage: language })];
  }
  if (node.matches(context.math)) return convertFormula(node, context);
  const inside = node.matches(context.keepLines) ? { ...context, linesKept: true } : context;
  const tag = node.tagName.toLowerCase();
  switch (tag) {
    case 'img':
      return convertPicture(node, inside);
    case 'a':
      return convertLink(node, inside);
    case 'input':
      return [element('input', [], { type: 'checkbox', checked: (node as HTMLInputElement).checked })];
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt':
      return [element('code', convertChildren(node, { ...inside, isInLink: true }))];
    default:
      return [element(htmlTag(node, tag), convertChildren(node, inside), propertiesOf(node))];
  }
}

function convertFormula(node: Element, context: Context): ElementContent[] {
  const tex = texOf(node);
  // A drawing without its source: KaTeX's visible half is the only text there is.
  if (tex === null) return convertChildren(node.querySelector('.katex-html') ?? node, context);
  const isDisplay = node.matches(context.displayMath);
  return [element(isDisplay ? 'pre' : 'code', [{ type: 'text', value: tex }], { dataTex: tex })];
}

/** A link for each source, a space before it: the page sets chips apart by style. */
function convertChip(chip: Element, rule: ChipRule, context: Context): ElementContent[] {
  if (rule.isBeside) return [];
  return readChip(chip, rule, context.base).flatMap(({ label, url }) => [
    { type: 'text' as const, value: ' ' },
    element('a', [{ type: 'text', value: label }], { href: url }),
  ]);
}

function convertPicture(node: Element, context: Context): ElementContent[] {
  if (!isPicture(node)) return [];
  const src = webAddress(node.getAttribute('src'), context.base);
  const alt = pictureName(node);
  if (src === null) return alt === '' ? [] : [{ type: 'text', value: alt }];
  return [element('img', [], { src, alt })];
}

function convertLink(node: Element, context: Context): ElementContent[] {
  const href = webAddress(node.getAttribute('href'), context.base);
  const children = convertChildren(node, { ...context, isInLink: true });
  return href === null ? children : [element('a', children, { href })];
}

/** Sites' own elements (`code-block`, `response-element`) are blocks when they hold blocks. */
function htmlTag(node: Element, tag: string): string {
  if (!tag.includes('-')) return tag;
  return node.querySelector('p, div, ul, ol, pre, table, h1, h2, h3, h4, h5, h6, blockquote') ? 'div' : 'span';
}

function propertiesOf(node: Element): Properties {
  const properties: Properties = {};
  for (const name of ['start', 'colspan', 'rowspan'] as const) {
    const value = node.getAttribute(name);
    if (value) properties[name === 'start' ? name : name.replace('span', 'Span')] = value;
  }
  const align = node.getAttribute('align') ?? /text-align:\s*(\w+)/.exec(node.getAttribute('style') ?? '')?.[1];
  if (align && node.matches('td, th')) properties['align'] = align;
  return properties;
}

function element(tagName: string, children: ElementContent[] = [], properties: Properties = {}): HastElement {
  return { type: 'element', tagName, properties, children };
}
