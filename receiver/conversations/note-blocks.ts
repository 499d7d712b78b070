/**
 * One line of Markdown, seen as CommonMark sees it.
 * `blank`: no words, an empty line or a rule; `code`: inside a code block, or the line that closes a fence; `fence`: opens
 * one; `underline`: makes the paragraph above it a heading; `text`: whatever is read for inline Markdown, table rows too;
 * `doubt`: indented code, or text of a footnote above, depending on the reader.
 */
export interface NoteLine {
  readonly kind: 'blank' | 'code' | 'doubt' | 'fence' | 'heading' | 'underline' | 'text';
  readonly raw: string;
  /** Indentation, quote and list marks in front of `text`. */
  readonly prefix: string;
  readonly text: string;
  /** Lines of one paragraph share a number. */
  readonly paragraph: number;
  /** Not inside a quote or a list. */
  readonly isTopLevel: boolean;
}

export interface ReadBlocks {
  readonly lines: readonly NoteLine[];
  /** The line that closes a fence left open at the end of the text, `null` when none is. */
  readonly missingFence: string | null;
}

type Container = { readonly quote: true } | { readonly quote: false; readonly indent: number; isEmpty: boolean };
type Fence = { readonly mark: string; readonly length: number; readonly closing: string };

const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/;
const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;
const FOOTNOTE = /^ {0,3}\[\^[^\]]*\]:/;
const LIST_MARK = /^( {0,3})([-+*]|(\d{1,9})[.)])( +|$)/;
const QUOTE_MARK = /^ {0,3}> ?/;
/** Deeper nesting is text. Keeps a line of a million list marks from taking quadratic time. */
const MAX_CONTAINERS = 100;

/**
 * Tells code from text, line by line, after the block rules of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/).
 * A parser that builds a tree was measured at 160 kB/s, a note of 1,000 messages took 8 s; this pass takes milliseconds.
 * HTML blocks are not known here because the text that is written holds none: every `<` that could open one is escaped.
 */
export function readBlocks(markdown: string): ReadBlocks {
  const reader = new BlockReader();
  const lines = markdown.split('\n').map((line) => reader.read(line));
  return { lines, missingFence: reader.missingFence };
}

class BlockReader {
  #containers: Container[] = [];
  #fence: Fence | null = null;
  #isInParagraph = false;
  #paragraph = 0;
  #hasFootnote = false;

  get missingFence(): string | null {
    return this.#fence?.closing ?? null;
  }

  read(raw: string): NoteLine {
    const line = expandTabs(raw);
    const kept = this.#keptContainers(line);
    const isKeptWhole = kept.count === this.#containers.length;
    if (this.#fence && isKeptWhole) return this.#readFenced(raw, line.slice(kept.width));
    if (this.#fence) this.#closeTo(kept.count);

    const wasInParagraph = this.#isInParagraph;
    const opened = this.#openContainers(line, kept);
    // Readers differ on what several marks right below a paragraph begin; below an empty line they agree.
    const gap = wasInParagraph && opened.count - kept.count > 1 ? '\n' : '';
    const text = line.slice(opened.width);
    const isContinuation = this.#isInParagraph && !opened.hasOpened;
    const kind = this.#kindOf(text, isContinuation, isContinuation && isKeptWhole);
    if (!(kind === 'text' && isContinuation)) this.#closeTo(opened.count);
    if (kind === 'fence') this.#openFence(line, opened.width);
    return this.#lineOf(kind, gap + raw, { prefix: gap + line.slice(0, opened.width), text, isContinuation });
  }

  #lineOf(
    kind: NoteLine['kind'],
    raw: string,
    at: { prefix: string; text: string; isContinuation: boolean },
  ): NoteLine {
    if (kind !== 'underline' && !(kind === 'text' && at.isContinuation)) this.#paragraph += 1;
    this.#isInParagraph = kind === 'text';
    const isTopLevel = this.#containers.length === 0;
    return { kind, raw, prefix: at.prefix, text: at.text, paragraph: this.#paragraph, isTopLevel };
  }

  #kindOf(text: string, isContinuation: boolean, mayUnderline: boolean): NoteLine['kind'] {
    if (isBlank(text)) return 'blank';
    if (indentOf(text) >= 4 && !isContinuation) return this.#hasFootnote ? 'doubt' : 'code';
    if (indentOf(text) >= 4) return 'text';
    if (FOOTNOTE.test(text)) this.#hasFootnote = true;
    if (FENCE.test(text)) return 'fence';
    if (HEADING.test(text)) return 'heading';
    if (mayUnderline && UNDERLINE.test(text)) return 'underline';
    return RULE.test(text) ? 'blank' : 'text';
  }

  #readFenced(raw: string, text: string): NoteLine {
    const end = FENCE.exec(text);
    const fence = this.#fence;
    const mark = end?.[2] ?? '';
    const isLongEnough = fence !== null && mark.startsWith(fence.mark) && mark.length >= fence.length;
    if (end && isLongEnough && isBlank(text.slice(end[0].length))) this.#fence = null;
    return { kind: 'code', raw, prefix: '', text: raw, paragraph: this.#paragraph, isTopLevel: false };
  }

  #openFence(line: string, width: number): void {
    const mark = FENCE.exec(line.slice(width));
    if (!mark?.[2]) return;
    const before = line.slice(0, width).replace(/[^>]/g, ' ') + (mark[1] ?? '');
    this.#fence = { mark: mark[2].charAt(0), length: mark[2].length, closing: before + mark[2] };
  }

  /** How many of the open containers this line goes on with, and how wide their marks are. */
  #keptContainers(line: string): { count: number; width: number } {
    let width = 0;
    let count = 0;
    for (const container of this.#containers) {
      const step = widthKept(container, line.slice(width));
      if (step === null) break;
      width += step;
      count += 1;
    }
    return { count, width };
  }

  #openContainers(line: string, kept: { count: number; width: number }) {
    let { count, width } = kept;
    let hasOpened = false;
    for (;;) {
      const interrupts = this.#isInParagraph && !hasOpened && count === this.#containers.length;
      const opened = count < MAX_CONTAINERS ? openedBy(line.slice(width), interrupts) : null;
      if (!opened) return { count, width, hasOpened };
      this.#closeTo(count);
      this.#containers.push(opened.container);
      this.#isInParagraph = false;
      hasOpened = true;
      width += opened.width;
      count += 1;
    }
  }

  #closeTo(count: number): void {
    if (count < this.#containers.length) this.#fence = null;
    this.#containers.length = count;
  }
}

function widthKept(container: Container, text: string): number | null {
  if (container.quote) return QUOTE_MARK.exec(text)?.[0].length ?? null;
  if (isBlank(text)) return container.isEmpty ? null : Math.min(text.length, container.indent);
  if (indentOf(text) < container.indent) return null;
  container.isEmpty = false;
  return container.indent;
}

function openedBy(text: string, interruptsParagraph: boolean): { container: Container; width: number } | null {
  const quote = QUOTE_MARK.exec(text);
  if (quote) return { container: { quote: true }, width: quote[0].length };
  const item = LIST_MARK.exec(text);
  // Directly below a paragraph a line of dashes underlines it; elsewhere three of them are a rule, not a list.
  if (!item || RULE.test(text) || (interruptsParagraph && UNDERLINE.test(text))) return null;
  const rest = text.slice(item[0].length);
  const isEmpty = isBlank(rest);
  if (interruptsParagraph && (isEmpty || (item[3] !== undefined && Number(item[3]) !== 1))) return null;
  const mark = (item[1] ?? '').length + (item[2] ?? '').length;
  const spaces = (item[4] ?? '').length;
  const indent = isEmpty || spaces > 4 ? mark + 1 : mark + spaces;
  return { container: { quote: false, indent, isEmpty }, width: Math.min(indent, text.length) };
}

function indentOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0;
}

function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

/** Tabs in the part where they count as indentation, to the next multiple of four columns. */
function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const lead = /^[ \t>*+\-\d.)]*/.exec(line)?.[0] ?? '';
  let wide = '';
  for (const char of lead) wide += char === '\t' ? ' '.repeat(4 - (wide.length % 4)) : char;
  return wide + line.slice(lead.length);
}
