import type { Message } from '../protocol/event.ts';
import type { Conversation, ReadResult } from '../sites/conversation.ts';
import { joinWindows } from './join-windows.ts';

/** What the list is given to mount what it was scrolled to. */
const SETTLE_MS = 250;
/** How often nothing new must come at the top before it is believed to be the top. */
const TOP_TRIES = 6;
/** Of a window's height; the rest is overlap. */
const STEP = 0.7;
/** Against a list that never ends. */
const MAX_STEPS = 5_000;

export interface ListToCollect {
  /** The element that scrolls. */
  scroller: Element;
  /** Reads what the list shows now. */
  read(): Promise<ReadResult>;
  sleep: (ms: number) => Promise<void>;
  /** Called with the number of messages found so far. @returns whether to go on */
  onProgress: (messageCount: number) => boolean;
}

/** Whether there is anything to scroll to. */
export function isScrollable({ scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight > clientHeight + 1;
}

/**
 * Reads a list that shows only a part of its messages, by scrolling up through it from its end, and puts it back where
 * it was. Works on lists that grow upwards (`column-reverse`, negative positions) and on ordinary ones.
 * @returns the whole as far as it was found: `window` when the top was not reached or the list changed underneath,
 *   `unknown` when it was, because a list that loads nothing more may have lost its connection.
 */
export async function collectList(first: Conversation, list: ListToCollect): Promise<Conversation> {
  const { scroller } = list;
  const position = scroller.scrollTop;
  try {
    scroller.scrollTop = scroller.scrollHeight;
    await list.sleep(SETTLE_MS);
    const end = await list.read();
    const { messages, isTop } = await climb(end.ok ? end.conversation.messages : first.messages, list);
    return { ...first, messages: withoutPlaces(messages), completeness: isTop ? 'unknown' : 'window' };
  } finally {
    scroller.scrollTop = position;
  }
}

async function climb(
  end: readonly Message[],
  list: ListToCollect,
): Promise<{ messages: readonly Message[]; isTop: boolean }> {
  const { scroller } = list;
  let messages = end;
  for (let step = 0, idle = 0; step < MAX_STEPS && idle < TOP_TRIES; step += 1) {
    const before = scroller.scrollTop;
    scroller.scrollTop = before - Math.max(1, scroller.clientHeight * STEP);
    await list.sleep(SETTLE_MS);
    const result = await list.read();
    const joined = result.ok ? joinWindows(result.conversation.messages, messages) : null;
    if (!joined || !list.onProgress(joined.length)) return { messages, isTop: false };
    idle = joined.length === messages.length && scroller.scrollTop === before ? idle + 1 : 0;
    messages = joined;
  }
  return { messages, isTop: true };
}

const withoutPlaces = (messages: readonly Message[]) => messages.map(({ index: _index, ...message }) => message);
