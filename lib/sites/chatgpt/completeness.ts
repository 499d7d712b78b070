import type { Completeness } from '../../protocol/event.ts';
import type { ReadMessage } from '../read-layout.ts';

/** A turn's place in the conversation until 2026-09: `conversation-turn-1`, …; empty where the list is cut. */
const NUMBERED_TURN = '[data-testid^="conversation-turn-"]';

/**
 * What a page of ChatGPT says about its own completeness. Never `complete`: signed in, three to six turns are mounted
 * and older ones are fetched on scrolling; before, numbering may restart at the oldest turn that was fetched
 * (pages ask for ten turns at a time since summer 2026).
 */
export function domCompleteness(document: Document, layout: string, read: readonly ReadMessage[]): Completeness {
  if (layout === 'chatgpt/2026-09-pair-turn') return 'window';
  const turns = [...document.querySelectorAll(NUMBERED_TURN)];
  const numbers = turns.map((turn) => Number(/\d+$/.exec(turn.getAttribute('data-testid') ?? '')?.[0]));
  // The first number was 2 until 2025, when number 1 was an unseen system message.
  const startsLate = (numbers[0] ?? 1) > 2;
  const hasGap = numbers.some((number, index) => index > 0 && number > (numbers[index - 1] ?? 0) + 1);
  const filled = new Set(read.map(({ element }) => element.closest(NUMBERED_TURN)));
  const hasEmpty = turns.some((turn) => !filled.has(turn));
  return startsLate || hasGap || hasEmpty ? 'window' : 'unknown';
}
