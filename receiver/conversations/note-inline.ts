/** Half-open range of positions in a text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const CODE_OR_ESCAPE = /\\[!-/:-@[-`{-~]|`+/g;
const TABLE_RULE = /^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$/m;
const LINK_DEFINITION = /^ {0,3}\[(?:\\.|[^\]\\]){1,999}\]:/m;
const ENDS_IN_ADDRESS = /(?:https?:\/\/|www\.)\S*$/i;
/** A formula block ends a paragraph for some readers, and with it a code span that goes over several lines. */
const FORMULA_AT_LINE_START = /\n[ \t]*\$\$/;
const TAG_AT_LINE_START = /\n[ \t]*<[A-Za-z/!?]/;

/** What is looked at outside code; the order matters, the first that fits wins. */
const SYNTAX = new RegExp(
  [
    String.raw`(?<math>\$\$[\s\S]+?\$\$|\$(?![\s$])[^$\n]*[^\s$\\]\$(?![\d$]))`,
    String.raw`(?<kept>\\[!-/:-@[-\x60{-~]|<(?:https?:\/\/|mailto:)[^\s<>"'\x60]*>)`,
    String.raw`(?<template><%)`,
    String.raw`(?<tag><(?=[A-Za-z/!?]))`,
    String.raw`(?<comment>%%+)`,
    String.raw`(?<openMath>\$\$)`,
  ].join('|'),
  'g',
);

/**
 * Text of one paragraph that reads the same and runs nothing: no HTML tag, no `%%` comment of Obsidian that would hide
 * what follows, no `<%` that a template plugin would run, no link to a script. Code spans stay as they are, and so does
 * the number of lines.
 *
 * Escaping goes by doubt: a code span that another reader might see differently (a `|` in a table row, a `$` that may
 * open a formula, a bare address that may go on) counts as text. At worst a backslash shows inside such a span; a tag never comes to life.
 */
export function neutraliseInline(text: string, keepsOpenMath = true): string {
  let result = '';
  let position = 0;
  for (const span of trustedCodeSpans(text)) {
    result += neutraliseText(text.slice(position, span.start), keepsOpenMath);
    result += neutraliseCode(text.slice(span.start, span.end));
    position = span.end;
  }
  return result + neutraliseText(text.slice(position), keepsOpenMath);
}

/** How many `$$` outside code the text holds. An odd number would make a formula of everything below. */
export function countMathMarks(text: string): number {
  return textPieces(text).reduce((count, piece) => count + (piece.match(/(?<!\\)\$\$/g)?.length ?? 0), 0);
}

function textPieces(text: string): string[] {
  let position = 0;
  const pieces = trustedCodeSpans(text).map((span) => {
    const piece = text.slice(position, span.start);
    position = span.end;
    return piece;
  });
  return [...pieces, text.slice(position)];
}

function trustedCodeSpans(text: string): Range[] {
  if (!text.includes('`') || LINK_DEFINITION.test(text)) return [];
  const spans = codeSpans(text);
  const isTable = TABLE_RULE.test(text);
  const trusted: Range[] = [];
  let before = '';
  let position = 0;
  for (const span of spans) {
    const between = text.slice(position, span.start);
    before += between;
    position = span.end;
    const code = text.slice(span.start, span.end);
    const isAcrossCells = isTable && (/(?<!\\)\|/.test(code) || code.includes('\n'));
    const mayBeCut = isAcrossCells || FORMULA_AT_LINE_START.test(code);
    // A span that is cut elsewhere by another reader shifts all that come after it, so none of them is trusted.
    if (mayBeCut || ENDS_IN_ADDRESS.test(between) || (code.includes('$') && before.includes('$'))) break;
    if (!TAG_AT_LINE_START.test(code)) trusted.push(span);
  }
  return trusted;
}

/** CommonMark 0.31, section 6.1: a run of backticks is closed by the next run of the same length. */
function codeSpans(text: string): Range[] {
  const runs = [...text.matchAll(/`+/g)].map((match) => ({ start: match.index, length: match[0].length }));
  const laterRuns = new Map<number, number[]>();
  for (const run of runs.toReversed()) {
    const starts = laterRuns.get(run.length);
    if (starts) starts.push(run.start);
    else laterRuns.set(run.length, [run.start]);
  }

  const spans: Range[] = [];
  CODE_OR_ESCAPE.lastIndex = 0;
  for (let match = CODE_OR_ESCAPE.exec(text); match; match = CODE_OR_ESCAPE.exec(text)) {
    const { length } = match[0];
    if (match[0].startsWith('\\')) continue;
    const starts = laterRuns.get(length) ?? [];
    while (starts.length && (starts.at(-1) ?? 0) <= match.index) starts.pop();
    const close = starts.at(-1);
    if (close === undefined) continue;
    spans.push({ start: match.index, end: close + length });
    CODE_OR_ESCAPE.lastIndex = close + length;
  }
  return spans;
}

/** Dataview runs inline code that begins with `$=`; an invisible character in front keeps it code. */
function neutraliseCode(code: string): string {
  return code.replace(/^(`+\s*)(?=\$=)/, '$1\u200b');
}

/** The same, with all code taken for text. */
export function neutraliseText(text: string, keepsOpenMath = true): string {
  const disarmed = disarmLinks(text);
  const isInAddress = addressTracker(disarmed);
  return disarmed.replace(SYNTAX, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const position = rest.at(-3) as number;
    if (groups.kept !== undefined) return found === '\\<' && isInAddress(position) ? '&lt;' : found;
    // In a formula a backslash would be a command; a space changes nothing there and ends the tag just as well.
    if (groups.math !== undefined) return found.replace(/<(?=[A-Za-z/!?%])/g, '< ').replace(/%(?=%)/g, '% ');
    if (groups.template !== undefined) return '\\<\\%';
    if (groups.tag !== undefined) return isInAddress(position) ? '&lt;' : '\\<';
    if (groups.openMath !== undefined) return keepsOpenMath ? found : '\\$\\$';
    return found.replaceAll('%', '\\%');
  });
}

/** A bare address, which some readers make a link that swallows a backslash behind it. It ends at a space. */
const ADDRESS = /(?:https?:\/\/|www\.)\S*/gi;

/** Tells whether a position lies in or at the end of a bare address. Positions are asked for in rising order. */
function addressTracker(text: string): (position: number) => boolean {
  const addresses = text.matchAll(ADDRESS);
  let current = addresses.next();
  return (position) => {
    while (!current.done && current.value.index + current.value[0].length < position) current = addresses.next();
    return !current.done && current.value.index < position;
  };
}

/** Where a link or a link definition begins its address. 200 characters are enough to see the scheme. */
const LINK_TARGET = /\]([(:])(?=\s*<?\s*([^\s<>)]{0,200}))/g;
const KNOWN_SCHEME = /^(?:https?:|mailto:|tel:|ftp:|obsidian:|sandbox:|data:image\/(?:png|jpeg|gif|webp)[;,])/i;
/** No scheme at all: a path, a fragment, a word. Escapes count as doubt, a scheme can be spelled with them. */
const NO_SCHEME = /^[^:&\\]*(?:$|[/?#])/;

/** Links to `javascript:` and its like are shown as the text they are. */
function disarmLinks(text: string): string {
  return text.replace(LINK_TARGET, (found: string, mark: string, address: string) =>
    KNOWN_SCHEME.test(address) || NO_SCHEME.test(address) ? found : `]\\${mark}`,
  );
}
