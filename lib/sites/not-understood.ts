import type { Message } from '../protocol/event.ts';
import type { ReadFailure } from './conversation.ts';
import { uncoveredText } from './uncovered-text.ts';

/** Characters of text that no message holds: more than greetings and notices, less than an answer. */
const MUCH_TEXT = 300;

/** What a page of a site has besides messages, as selectors. */
export interface PageParts {
  /** Parts of a conversation that every layout has. */
  readonly traces: string;
  /** The box for the next prompt: the page is there, whatever it holds. */
  readonly composer: string;
}

/** Why a page in none of the layouts gave nothing. `isNamed`: its address is the address of one conversation. */
export function whyNothing(document: Document, isNamed: boolean, { traces, composer }: PageParts): ReadFailure {
  if (document.querySelector(traces)) return 'layout_changed';
  if (!isNamed) return document.querySelector(composer) ? 'no_messages' : 'still_loading';
  return uncoveredText(document, []).length > MUCH_TEXT ? 'layout_changed' : 'still_loading';
}

/** One side of the talk is missing although the page shows much more text: that side's markup is not understood. */
export function isHalf(document: Document, messages: readonly Message[], units: readonly Element[]): boolean {
  if (new Set(messages.map(({ role }) => role)).size !== 1) return false;
  return uncoveredText(document, units).length > MUCH_TEXT;
}
