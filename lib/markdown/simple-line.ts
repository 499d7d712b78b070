import type { PhrasingContent } from 'mdast';

/** Characters that may mean something to Markdown inside a line, some only before certain others or at the end of a text. */
const SPECIAL = /[\\`*_[\]<~$\n\r\t]|!$|&(?:[#A-Za-z]|$)/;
/** What means something at the beginning of a line only, and what must not stand there. */
const SPECIAL_AT_START = /^[\d\s#+\-=>.):|]/;
/** An address that is written as it is. */
const PLAIN_ADDRESS = /^https?:\/\/[\w./?=%#:@+,;-]*$/;
const LETTER = /^[\p{L}\p{N}]$/u;
const SIGN = /^[\p{P}\p{S}]$/u;
const SIGN_OR_SPACE = /^[\p{P}\p{S}\s]$/u;

/**
 * The Markdown of a line of words, marks, code and links in which nothing has to be escaped: most lines of most answers.
 * The library weighs every line against all of Markdown; that was the largest part of the time of reading a long page
 * (bench `reading`). A test holds both to the same result.
 * @returns `null` when the line is not that simple
 */
export function simpleLine(nodes: readonly PhrasingContent[]): string | null {
  const [first] = nodes;
  if (first?.type === 'text' && SPECIAL_AT_START.test(first.value)) return null;
  const parts: string[] = [];
  for (const node of nodes) {
    const part = simplePart(node);
    if (part === null) return null;
    parts.push(part);
  }
  if (parts.at(-1)?.endsWith(' ')) return null;
  for (let i = 0; i < parts.length; i += 1) {
    const type = nodes[i]?.type;
    const size = type === 'strong' ? 2 : type === 'emphasis' ? 1 : 0;
    if (size > 0 && !isMarkSafe({ size, before: parts[i - 1], part: parts[i] ?? '', after: parts[i + 1] })) return null;
  }
  return parts.join('');
}

function simplePart(node: PhrasingContent): string | null {
  if (node.type === 'text') return node.value === '' || SPECIAL.test(node.value) ? null : node.value;
  if (node.type === 'inlineCode') return /^$|^ | $|[`\n\r]/.test(node.value) ? null : `\`${node.value}\``;
  if (node.type === 'strong') return marked('**', node.children);
  if (node.type === 'emphasis') return marked('*', node.children);
  return node.type === 'link' ? simpleLink(node.url, node.children) : null;
}

function marked(marker: '*' | '**', children: readonly PhrasingContent[]): string | null {
  const inside = wordsAndCode(children);
  return inside === null ? null : marker + inside + marker;
}

function simpleLink(url: string, children: readonly PhrasingContent[]): string | null {
  if (!PLAIN_ADDRESS.test(url)) return null;
  const [only] = children;
  // The library writes an address that stands for itself so.
  if (children.length === 1 && only?.type === 'text' && only.value === url) return `<${url}>`;
  const inside = wordsAndCode(children);
  // A bracket in code cannot be escaped: at the start of a line the link could turn into a definition.
  return inside === null || inside.includes(']') ? null : `[${inside}](${url})`;
}

function wordsAndCode(children: readonly PhrasingContent[]): string | null {
  let inside = '';
  for (const child of children) {
    const part = child.type === 'text' || child.type === 'inlineCode' ? simplePart(child) : null;
    if (part === null) return null;
    inside += part;
  }
  return inside === '' ? null : inside;
}

/** Whether a mark opens and closes where it should, which depends on what stands on both sides of its signs. */
function isMarkSafe(mark: {
  size: number;
  part: string;
  before: string | undefined;
  after: string | undefined;
}): boolean {
  const { size, part } = mark;
  return (
    isSideSafe(mark.before?.at(-1) ?? ' ', part.charAt(size)) &&
    isSideSafe(mark.after?.charAt(0) ?? ' ', part.charAt(part.length - size - 1))
  );
}

function isSideSafe(outside: string, inside: string): boolean {
  if (outside === '*') return false;
  return LETTER.test(inside) || (SIGN.test(inside) && SIGN_OR_SPACE.test(outside));
}
