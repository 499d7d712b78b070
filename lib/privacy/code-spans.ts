import type { Span } from './span.ts';

/** A line that begins a fenced block, behind the marks of quotes and list items. */
const FENCE = /^((?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])[ \t])*)(`{3,}(?=[^`]*$)|~{3,})/;
const LIST_ITEM = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+/;

/** A line that ends the paragraph before it: an item of a list, a heading, a row of a table, a quote. */
const BLOCK_START = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|#|\||>)/;

interface Fence {
  start: number;
  mark: string;
  quotes: number;
  /** Where the content of the list item that it stands in begins; 0 outside of lists. */
  column: number;
}

/**
 * What is code in a Markdown text: fenced blocks with their fences, and inline code. An indented block counts as text:
 * it cannot be told from a list item without reading all of the structure, and text is what gets redacted.
 */
export function codeSpans(markdown: string): Span[] {
  const spans: Span[] = [];
  let fence: Fence | null = null;
  let column = 0;
  let paragraph = { start: 0, end: 0 };
  const endParagraph = (next: number) => {
    spans.push(...inlineCode(markdown, paragraph));
    paragraph = { start: next, end: next };
  };
  for (let start = 0; start < markdown.length; ) {
    const end = lineEnd(markdown, start);
    const line = markdown.slice(start, end).replace(/\r?\n$/, '');
    if (fence && endsOutside(line, fence)) {
      spans.push({ start: fence.start, end: start });
      fence = null;
    }
    if (fence) {
      if (closes(line, fence)) {
        spans.push({ start: fence.start, end });
        fence = null;
      }
      paragraph = { start: end, end };
    } else {
      column = columnAfter(line, column);
      const open = FENCE.exec(line);
      if (open || line.trim() === '') endParagraph(end);
      else {
        if (BLOCK_START.test(line)) endParagraph(start);
        paragraph.end = end;
      }
      if (open) fence = { start, mark: open[2] ?? '', quotes: quotesOf(line), column };
    }
    start = end;
  }
  if (fence) spans.push({ start: fence.start, end: markdown.length });
  endParagraph(markdown.length);
  return spans.toSorted((a, b) => a.start - b.start);
}

function lineEnd(text: string, start: number): number {
  const found = text.indexOf('\n', start);
  return found === -1 ? text.length : found + 1;
}

const quotesOf = (line: string) => /^[ \t>]*/.exec(line)?.[0].split('>').length ?? 1;
const indentOf = (line: string) => /^[ \t]*/.exec(line)?.[0].length ?? 0;

function columnAfter(line: string, column: number): number {
  const item = LIST_ITEM.exec(line);
  if (item) return item[0].length;
  return line.trim() !== '' && indentOf(line) < column ? 0 : column;
}

/** A block ends with the quote or list item that it stands in, closed or not. */
function endsOutside(line: string, { quotes, column }: Fence): boolean {
  return quotesOf(line) < quotes || (line.trim() !== '' && indentOf(line) < column && quotes === 1);
}

function closes(line: string, { mark }: Fence): boolean {
  const rest = line.replace(/^[ \t>]*/, '').trimEnd();
  return rest.length >= mark.length && rest === (mark[0] ?? '').repeat(rest.length);
}

/** Runs of backticks pair up with the next run of their length in the same paragraph. */
function inlineCode(markdown: string, { start, end }: Span): Span[] {
  const runs = backtickRuns(markdown.slice(start, end));
  const closers: (Run | undefined)[] = [];
  const nextOfLength = new Map<number, Run>();
  for (const run of runs.toReversed()) {
    closers.push(nextOfLength.get(openerLength(run)));
    nextOfLength.set(run.length, run);
  }
  const spans: Span[] = [];
  let at = 0;
  for (const [index, open] of runs.entries()) {
    const close = closers[runs.length - 1 - index];
    if (open.at < at || !close) continue;
    at = close.at + close.length;
    spans.push({ start: start + open.at, end: start + at });
  }
  return spans;
}

interface Run {
  at: number;
  length: number;
  isEscaped: boolean;
}

/** The first of an escaped run is a letter like others; it may still close, because in code a backslash is a backslash. */
const openerLength = ({ length, isEscaped }: Run) => length - (isEscaped ? 1 : 0);

function backtickRuns(text: string): Run[] {
  return Array.from(text.matchAll(/(\\*)(`+)/g), ({ index, 1: slashes = '', 2: ticks = '' }) => ({
    at: index + slashes.length,
    length: ticks.length,
    isEscaped: slashes.length % 2 === 1,
  }));
}
