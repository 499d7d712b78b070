import type { Match } from '../span.ts';

export interface RowKind {
  /** Finds the rows; with the flag `g`. Not longer than a few dozen characters, so that trying stays cheap. */
  row: RegExp;
  /** How a row has to begin to be worth trying. */
  beginning: RegExp;
  /** The one form of what a reading is, `null` when it is nothing. */
  read: (reading: string) => string | null;
}

/**
 * Things that are written as groups of digits stand in rows with other numbers: the row `12/27 4111 1111 1111 1111 123`
 * holds a card, a date and a code. So every row is tried from each of its groups on, the longest reading first.
 */
export function findInRows(text: string, { row: rows, beginning, read }: RowKind): Match[] {
  const matches: Match[] = [];
  const pattern = new RegExp(rows);
  for (let row = pattern.exec(text); row; row = pattern.exec(text)) {
    const match = beginning.test(row[0]) ? longestReading(row[0], read) : null;
    if (match) matches.push({ ...match, start: row.index, end: row.index + match.end });
    pattern.lastIndex = row.index + (match?.end ?? firstGroup(row[0]));
  }
  return matches;
}

function longestReading(row: string, read: RowKind['read']) {
  for (let end = row.length; end > 0; end -= 1) {
    const isGroupEnd = /[\dA-Z]/i.test(row[end - 1] ?? '') && !/[\dA-Z]/i.test(row[end] ?? '');
    const value = isGroupEnd ? read(row.slice(0, end)) : null;
    if (value !== null) return { end, value };
  }
  return null;
}

function firstGroup(row: string): number {
  return /^[^\dA-Z]*[\dA-Z]+/i.exec(row)?.[0].length ?? 1;
}
