import type { Message } from '../protocol/event.ts';

/**
 * Joins what two windows of one list show. They overlap: a list is scrolled by less than it shows.
 * @param upper read further up
 * @param lower what is known below; its messages win, because a message that leaves the window may lose a part first
 * @returns all messages in order; `null` when the windows do not overlap, so that a gap may lie between them
 */
export function joinWindows(upper: readonly Message[], lower: readonly Message[]): Message[] | null {
  if (lower.length === 0) return [...upper];
  const known = new Set(lower.map(({ id }) => id));
  const overlap = upper.findIndex(({ id }) => id !== undefined && known.has(id));
  if (overlap === -1) return null;
  return [...upper.slice(0, overlap), ...lower];
}
