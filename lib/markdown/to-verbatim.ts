import { cleanText } from './clean-text.ts';
import { readCodeBlock } from './code-block.ts';
import { ALWAYS_DROPPED, type MarkdownRules, PLAIN_CODE } from './rules.ts';
import { FORMULA, texOf } from './tex.ts';

const BLOCK =
  'address, article, blockquote, div, dl, dt, dd, h1, h2, h3, h4, h5, h6, hr, ol, p, pre, section, table, tr, ul, li';

/**
 * What a person typed, letter for letter: line breaks and indentation kept, nothing escaped. People write Markdown in
 * prompts and sites show them as typed, so the text itself is the Markdown, and a site's API gives the same.
 * Only what the page draws in place of the typed signs gets them back: code is fenced, list items have their marks.
 */
export function toVerbatim(root: Element, rules: MarkdownRules = {}): string {
  const writer = new VerbatimWriter(rules);
  writer.element(root);
  return writer.text.replace(/^(?:[ \t]*\n)+|\s+$/g, '');
}

class VerbatimWriter {
  text = '';
  /** Where the words of a list item begin; a block that begins there needs no line of its own. */
  #itemStart = -1;
  readonly #rules: MarkdownRules;
  readonly #drop: string;
  readonly #keepLines: string;

  constructor(rules: MarkdownRules) {
    this.#rules = rules;
    this.#drop = [...ALWAYS_DROPPED, ...(rules.drop ?? [])].join(', ');
    this.#keepLines = ['.whitespace-pre-wrap', ...(rules.keepLines ?? [])].join(', ');
  }

  element(node: Element): void {
    const rule = [...(this.#rules.code ?? []), PLAIN_CODE].find(({ block }) => node.matches(block));
    if (rule) this.#code(readCodeBlock(node, rule));
    else if (node.tagName === 'BR') this.text += '\n';
    else if (node.matches(FORMULA)) this.#formula(node);
    else if (node.tagName === 'CODE') this.#inlineCode(node);
    else if (node.tagName === 'LI') this.#item(node);
    else this.#children(node);
  }

  #inlineCode(node: Element): void {
    const text = cleanText(node.textContent ?? '');
    const fence = '`'.repeat(longestRun(text) + 1);
    // A backtick at an end needs a space, which belongs to the fence.
    const space = /^`|`$/.test(text) ? ' ' : '';
    this.text += text === '' ? '' : fence + space + text + space + fence;
  }

  #item(node: Element): void {
    this.#newLine(1);
    const list = node.closest('ol, ul');
    const before = [...(list?.children ?? [])].filter((item) => item.tagName === 'LI').indexOf(node);
    const number = Number(list?.getAttribute('start') ?? 1) + Math.max(0, before);
    this.text += '   '.repeat(depthOf(node)) + (list?.tagName === 'OL' ? `${number}. ` : '- ');
    this.#itemStart = this.text.length;
    this.#children(node);
  }

  #children(node: Element): void {
    const isBlock = node.matches(BLOCK);
    if (isBlock) this.#newLine(node.matches('p') ? 2 : 1);
    for (const child of node.childNodes) {
      if (child.nodeType === 3) this.#words(child.textContent ?? '', node);
      else if (child.nodeType === 1 && !(child as Element).matches(this.#drop)) this.element(child as Element);
    }
    if (isBlock) this.#newLine(node.matches('p') ? 2 : 1);
  }

  #words(text: string, parent: Element): void {
    const clean = cleanText(text);
    if (parent.closest(this.#keepLines)) this.text += clean;
    else this.text += /(?:^|\s)$/.test(this.text) ? clean.replace(/\s+/g, ' ').trimStart() : clean.replace(/\s+/g, ' ');
  }

  #formula(node: Element): void {
    const tex = texOf(node);
    if (tex === null) this.#children(node);
    else this.text += node.matches('.katex-display') ? `\n$$\n${tex}\n$$\n` : `$${tex}$`;
  }

  #code({ text, language }: { text: string; language: string | null }): void {
    if (text.trim() === '') return;
    const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
    this.#newLine(2);
    this.text += `${fence}${language ?? ''}\n${text}\n${fence}`;
    this.#newLine(2);
  }

  /** Ends the line, so that at least `count` line breaks stand at the end. */
  #newLine(count: number): void {
    if (this.text === '' || this.text.length === this.#itemStart) return;
    const have = /\n*$/.exec(this.text)?.[0].length ?? 0;
    this.text += '\n'.repeat(Math.max(0, count - have));
  }
}

/** Of backticks in `text`. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** How many list items a list item lies in. */
function depthOf(item: Element): number {
  const outer = item.parentElement?.closest('li');
  return outer ? depthOf(outer) + 1 : 0;
}
