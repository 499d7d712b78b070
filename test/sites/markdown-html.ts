import type { List, Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Source } from './chat.ts';

/** How a site's page writes what plain HTML has no element for. */
export interface Markup {
  code: (text: string, language: string) => string;
  math: (tex: string, isDisplay: boolean) => string;
  /** A source behind a few words. */
  source: (source: Source) => string;
  table: (table: string) => string;
  /** Plain words; some pages put each run of them in an element of its own. */
  words?: (escaped: string) => string;
}

/** An answer as a page shows it. */
export function toHtml(markdown: string, sources: readonly Source[], markup: Markup): string {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm(), math()],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
  });
  return new HtmlWriter(sources, markup).children(tree);
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign] ?? 'quot'};`);
}

/** Formulas as KaTeX draws them, with their source beside the drawing. */
export function katex(tex: string, isDisplay: boolean): string {
  const drawing = `<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">${escapeHtml(tex)}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">drawn</span></span>`;
  return isDisplay ? `<span class="katex-display">${drawing}</span>` : drawing;
}

const WRAPPED = { strong: 'strong', emphasis: 'em', delete: 'del', blockquote: 'blockquote', paragraph: 'p' } as const;

class HtmlWriter {
  readonly #sources: readonly Source[];
  readonly #markup: Markup;

  constructor(sources: readonly Source[], markup: Markup) {
    this.#sources = sources;
    this.#markup = markup;
  }

  children(parent: Parents): string {
    return parent.children.map((child) => this.#node(child)).join('');
  }

  #node(node: Nodes): string {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
      case 'blockquote':
      case 'paragraph':
        return `<${WRAPPED[node.type]}>${this.children(node)}</${WRAPPED[node.type]}>`;
      case 'heading':
        return `<h${node.depth}>${this.children(node)}</h${node.depth}>`;
      case 'text':
        return this.#text(node.value);
      case 'inlineCode':
        return `<code>${escapeHtml(node.value)}</code>`;
      case 'code':
        return this.#markup.code(node.value, node.lang ?? '');
      case 'math':
        return this.#markup.math(node.value, true);
      case 'inlineMath':
        return this.#markup.math(node.value, false);
      case 'link':
        return `<a href="${escapeHtml(node.url)}">${this.children(node)}</a>`;
      case 'list':
        return this.#list(node);
      case 'table':
        return this.#markup.table(this.#table(node));
      case 'break':
        return '<br>';
      case 'thematicBreak':
        return '<hr>';
      // Written by their parents, or not used in the texts of the simulated sites.
      case 'listItem':
      case 'tableRow':
      case 'tableCell':
      case 'root':
      case 'html':
      case 'image':
      case 'imageReference':
      case 'linkReference':
      case 'definition':
      case 'footnoteDefinition':
      case 'footnoteReference':
      case 'yaml':
        break;
    }
    throw new Error(`no HTML for ${node.type}`);
  }

  #text(text: string): string {
    const { words = (escaped: string) => escaped, source } = this.#markup;
    const pieces = text.split(/\{\{(\d+)\}\}/);
    return pieces
      .map((piece, at) => {
        const cited = at % 2 === 1 ? this.#sources[Number(piece)] : undefined;
        return cited ? source(cited) : piece === '' ? '' : words(escapeHtml(piece));
      })
      .join('');
  }

  #list(list: List): string {
    const tag = list.ordered ? 'ol' : 'ul';
    const start = list.ordered && list.start !== 1 ? ` start="${list.start}"` : '';
    const items = list.children.map((item) => `<li>${this.children(item)}</li>`);
    return `<${tag}${start}>${items.join('')}</${tag}>`;
  }

  #table({ children: [head, ...rows] }: Table): string {
    const row = (cells: Parents[], tag: string) =>
      `<tr>${cells.map((cell) => `<${tag}>${this.children(cell)}</${tag}>`).join('')}</tr>`;
    const body = rows.map(({ children }) => row(children, 'td')).join('');
    return `<table><thead>${row(head?.children ?? [], 'th')}</thead><tbody>${body}</tbody></table>`;
  }
}
