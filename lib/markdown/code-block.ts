import { cleanText } from './clean-text.ts';
import { ALWAYS_DROPPED, type CodeRule } from './rules.ts';

export interface CodeBlock {
  readonly text: string;
  /** Lower case, one word; null when the page names none. */
  readonly language: string | null;
}

const CODE_MIRROR_LINE = '.cm-line';

/** The code of a block with its white space as it is shown. */
export function readCodeBlock(block: Element, rule: CodeRule): CodeBlock {
  const body = firstOf(block, rule.text ?? []) ?? block;
  const text = codeText(body, [...ALWAYS_DROPPED, ...(rule.drop ?? [])].join(', '), rule.line ?? CODE_MIRROR_LINE);
  return { text: cleanText(text).replace(/\n+$/, ''), language: languageOf(block, body, rule) };
}

function codeText(body: Element, drop: string, line: string): string {
  let text = '';
  const walk = (parent: Node): void => {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) text += node.textContent ?? '';
      if (node.nodeType !== 1) continue;
      const element = node as Element;
      if (element.matches(drop)) continue;
      if (element.tagName === 'BR') text += '\n';
      else if (element.matches(line)) readLine(element);
      else walk(element);
    }
  };
  const readLine = (element: Element): void => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
    const start = text.length;
    walk(element);
    // An empty line is drawn with a <br> inside.
    if (text.slice(start) !== '\n') text += '\n';
  };
  walk(body);
  return text;
}

function languageOf(block: Element, body: Element, rule: CodeRule): string | null {
  const named = classLanguage(body) ?? attributeLanguage(block);
  if (named) return languageWord(named);
  for (const selector of rule.label ?? []) {
    const label = block.querySelector(selector);
    const words = label && !body.contains(label) ? labelText(label) : '';
    if (words) return languageWord(words);
  }
  return null;
}

function classLanguage(body: Element): string | null {
  for (const element of [body, ...body.querySelectorAll('[class*="language-"]')]) {
    const found = /(?:^|\s)language-(\S+)/.exec(element.getAttribute('class') ?? '');
    if (found?.[1]) return found[1];
  }
  return null;
}

function attributeLanguage(block: Element): string | null {
  const holder = block.hasAttribute('data-language') ? block : block.querySelector('[data-language]');
  return holder?.getAttribute('data-language') ?? null;
}

function labelText(label: Element): string {
  let text = '';
  for (const node of label.childNodes) {
    if (node.nodeType === 3) text += node.textContent ?? '';
    else if (node.nodeType === 1 && !(node as Element).matches(ALWAYS_DROPPED.join(', ')))
      text += labelText(node as Element);
  }
  return text.trim();
}

/** What the sites call a block without a language. */
const NO_LANGUAGE = new Set(['text', 'plaintext', 'plain', 'plain text', 'code', 'code snippet', 'none']);

function languageWord(name: string): string | null {
  const lower = cleanText(name).trim().toLowerCase().replace(/\s+/g, ' ');
  // Anything longer is a file name or a sentence, not a language.
  if (lower === '' || lower.length > 30 || NO_LANGUAGE.has(lower)) return null;
  return lower.replace(/[`\s]+/g, '-');
}

function firstOf(block: Element, selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const found = block.querySelector(selector);
    if (found) return found;
  }
  return null;
}
