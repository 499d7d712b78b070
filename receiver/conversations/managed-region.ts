import type { Eol } from './note-text.ts';

/** First line of the part of a note that Brainpost writes. Anything else in the note belongs to the person. */
export const REGION_BEGIN =
  '<!-- brainpost:begin - Written by Brainpost. Edits above and below are kept; edits down to the end mark are overwritten. -->';
/** Last line of that part. */
export const REGION_END = '<!-- brainpost:end -->';

/** A mark stands alone on its line. The words behind `begin` may change from version to version. */
const MARK = /(?<=^|\n)[ \t]*<!--[ \t]*brainpost:(begin|end)\b[^\n]*-->(?=[ \t]*\r?(?:\n|$))/g;

/** Where the region lies in a note's text, marks included. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the region: the first begin mark that is followed by an end mark with no other begin mark between.
 * A mark that lost its partner is text like any other. Hence a damaged region counts as none: its text is left to the
 * person, a fresh region is appended, and from then on that one is found. Of a region that was copied within the note,
 * the first is kept up to date and the copy is the person's.
 */
export function findRegion(text: string): Region | null {
  let start: number | null = null;
  for (const mark of text.matchAll(MARK)) {
    const end = mark.index + mark[0].length;
    if (mark[1] === 'begin') start = end - mark[0].trimStart().length;
    else if (start !== null) return { start, end };
  }
  return null;
}

/**
 * Puts the region into a note. What stands around it is kept byte for byte.
 * @param text of the note behind its front matter
 * @param inner what the region says, with `\n`
 * @param eol line end of the note
 */
export function replaceRegion(text: string, inner: string, eol: Eol): string {
  const fresh = [REGION_BEGIN, '', ...inner.split('\n').map(withoutMark), '', REGION_END].join(eol);
  const region = findRegion(text);
  if (region) return text.slice(0, region.start) + fresh + text.slice(region.end);
  if (/^(?:[ \t]*\r?\n)*$/.test(text)) return `${text}${fresh}${eol}`;
  // An empty line between: without it a paragraph of the person's would take the comment as its own.
  const gap = /\n[ \t]*\r?\n$/.test(text) ? '' : text.endsWith('\n') ? eol : eol + eol;
  return `${text}${gap}${fresh}${eol}`;
}

/** A line of content that could pass for a mark, as code does verbatim, gets an invisible character and reads the same. */
function withoutMark(line: string): string {
  return line.replace(MARK, (mark) => mark.replace('brainpost:', 'brainpost\u200b:'));
}
