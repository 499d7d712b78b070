import { readBlocks, type NoteLine } from './note-blocks.ts';
import { countMathMarks, neutraliseInline, neutraliseText } from './note-inline.ts';

/** Messages are `##` headings; what they contain starts one level below. */
const TOP_CONTENT_LEVEL = 3;
const HEADING_MARK = /^( {0,3})(#{1,6})(?=[ \t]|$)/;
/** Languages of code blocks that a plugin of Obsidian runs as soon as the note is shown. */
const RUNNING_LANGUAGE = /^(\s*[`~]{3,}\s*)(?:dataviewjs|js-engine|meta-bind-js-view)(?=\W|$)/i;

/**
 * Content of a message as it is written into a note: the same words, and it can neither run nor reach beyond itself.
 * - Outside code `<` is escaped where a tag could begin, so HTML shows as the text that was sent and nothing runs.
 *   Code is verbatim; only the name of a language that plugins run is replaced by `js`.
 * - Headings move down together until the highest is `###`, so that the outline of the note stays one of messages.
 * - A code fence or a `$$` that is left open is closed or escaped, so that it cannot swallow the next message.
 * @param content Markdown with any line ends
 * @returns Markdown with `\n`, without blank lines at its ends
 */
export function noteContent(content: string): string {
  const { lines, missingFence } = readBlocks(normaliseText(content));
  const paragraphs = textOfParagraphs(lines);
  const mathMarks = [...paragraphs.values()].reduce((count, text) => count + countMathMarks(text), 0);
  const neutral = new Map<number, Iterator<string, undefined>>();
  for (const [number, text] of paragraphs) {
    neutral.set(
      number,
      neutraliseInline(text, mathMarks % 2 === 0)
        .split('\n')
        .values(),
    );
  }

  const shift = headingShift(lines);
  const written = lines.map((line) => writeLine(line, neutral.get(line.paragraph), shift));
  if (missingFence !== null) written.push(missingFence);
  return withUnderlinedHeadings(lines, written, shift)
    .join('\n')
    .replace(/^(?:[ \t]*\n)+|(?<![ \t\n])[ \t\n]+$/g, '');
}

/** `\n` as the only line end, and nothing that cannot be written as UTF-8 and read back the same. */
function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd').toWellFormed();
}

function textOfParagraphs(lines: readonly NoteLine[]): Map<number, string> {
  const parts = new Map<number, string[]>();
  for (const line of lines) {
    if (line.kind !== 'text' && line.kind !== 'heading') continue;
    const texts = parts.get(line.paragraph);
    if (texts) texts.push(line.text);
    else parts.set(line.paragraph, [line.text]);
  }
  return new Map([...parts].map(([number, texts]) => [number, texts.join('\n')]));
}

function writeLine(line: NoteLine, neutral: Iterator<string, undefined> | undefined, shift: number): string {
  switch (line.kind) {
    case 'blank':
    case 'code':
    case 'underline':
      return line.raw;
    case 'doubt':
      return line.prefix + neutraliseText(line.text);
    case 'fence':
      // What follows a `|` is not the language, and with it some readers see the head of a table.
      return line.prefix + line.text.replace(RUNNING_LANGUAGE, '$1js').replace(/\|.*$/, '');
    case 'heading':
      return line.prefix + lowerHeading(neutral?.next().value ?? '', line.isTopLevel ? shift : 0);
    case 'text':
      return line.prefix + (neutral?.next().value ?? '');
    default:
      return line.kind satisfies never;
  }
}

function lowerHeading(text: string, shift: number): string {
  return text.replace(
    HEADING_MARK,
    (_, indent: string, mark: string) => indent + '#'.repeat(Math.min(6, mark.length + shift)),
  );
}

function headingShift(lines: readonly NoteLine[]): number {
  const highest = lines.reduce((level, line) => Math.min(level, (line.isTopLevel && levelOf(line)) || 6), 6);
  return Math.max(0, TOP_CONTENT_LEVEL - highest);
}

function levelOf(line: NoteLine): number | null {
  if (line.kind === 'underline') return line.text.trimStart().startsWith('=') ? 1 : 2;
  if (line.kind === 'heading') return HEADING_MARK.exec(line.text)?.[2]?.length ?? null;
  return null;
}

/**
 * A line that is underlined becomes a `###` heading. Dashes below several lines or a table row were hardly meant as an
 * underline: they become the rule they look like, other marks stay as text.
 */
function withUnderlinedHeadings(lines: readonly NoteLine[], written: readonly string[], shift: number): string[] {
  const result: string[] = [];
  for (const [at, text] of written.entries()) {
    const line = lines[at];
    if (line?.kind !== 'underline' || !line.isTopLevel) {
      result.push(text);
      continue;
    }
    const isTitle = lines[at - 2]?.paragraph !== line.paragraph && !lines[at - 1]?.text.includes('|');
    const marks = text.trim();
    if (isTitle) result.push(lowerHeading(`${'#'.repeat(levelOf(line) ?? 1)} ${result.pop()?.trim() ?? ''}`, shift));
    else result.push('', marks.startsWith('---') ? marks : `\\${marks}`, '');
  }
  return result;
}
