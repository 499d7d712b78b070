import type { Message } from '../../lib/protocol/event.ts';
import type { ProjectedMessage } from './conversation-state.ts';

/** Ids that a sender or this file made up because the site gives none. */
const DERIVED = 'derived:';

export interface PlacedMessage {
  readonly id: string;
  readonly index: number;
  readonly message: Message;
}

export interface Placement {
  readonly placed: readonly PlacedMessage[];
  /** Whether it is known where the messages belong; else they were put behind the last one. */
  readonly isAnchored: boolean;
}

/**
 * Gives every message of a capture its id and its position. A message without `index` is placed by its neighbours: by an
 * index or a known id among them, else by where the capture's text overlaps with what is known, else behind it.
 * Appending what does not overlap may double a message; writing over another one would lose it.
 * @param branch the conversation's current messages, in order
 * @param isWhole the capture is the whole conversation, so the first message is at 0
 */
export function placeMessages(
  branch: readonly ProjectedMessage[],
  messages: readonly Message[],
  isWhole: boolean,
): Placement {
  const start = isWhole ? 0 : findStart(branch, messages);
  const first = start ?? (branch.at(-1)?.index ?? -1) + 1;
  const byIndex = new Map(branch.map((known) => [known.index, known]));
  const knownIds = new Set(branch.map((known) => known.id));
  const placed = messages.map((message, i) => {
    const index = message.index ?? first + i;
    const there = byIndex.get(index);
    const isDerived = message.id === undefined || (message.id.startsWith(DERIVED) && !knownIds.has(message.id));
    const adopted = isDerived && there && isAlike(there, message) ? there.id : undefined;
    return { id: adopted ?? message.id ?? `${DERIVED}${index}:${message.role}`, index, message };
  });
  return { placed, isAnchored: start !== null };
}

/** Same role, and one text the beginning of the other: an answer that was still being written when it was read first. */
export function isAlike(known: { role: string; content: string }, message: { role: string; content: string }): boolean {
  if (known.role !== message.role) return false;
  const [short, long] =
    known.content.length < message.content.length ? [known.content, message.content] : [message.content, known.content];
  return short === long || (short !== '' && long.startsWith(short));
}

export function isDerivedId(id: string): boolean {
  return id.startsWith(DERIVED);
}

/**
 * @returns the position of the capture's first message, `null` when nothing tells it. Negative when the capture begins
 *   before everything that is known: somebody scrolled up.
 */
function findStart(branch: readonly ProjectedMessage[], messages: readonly Message[]): number | null {
  if (!branch.length) return 0;
  const indexById = new Map(branch.map((known) => [known.id, known.index]));
  const startBy = (indexOf: (message: Message) => number | undefined) => {
    const i = messages.findIndex((message) => indexOf(message) !== undefined);
    const index = i === -1 ? undefined : indexOf(messages[i] as Message);
    return index === undefined ? undefined : index - i;
  };
  const known = ({ id = '' }: Message) => indexById.get(id);
  // The surest sign first: a made-up id may stand for other words.
  const start =
    startBy((message) => message.index) ??
    startBy((message) => (isDerivedId(message.id ?? DERIVED) ? undefined : known(message))) ??
    startBy(known);
  if (start !== undefined) return start;
  const overlap = branch.findIndex((_, start) => overlapsFrom(branch.slice(start), messages, start === 0));
  return overlap === -1 ? null : (branch[overlap]?.index ?? null);
}

/** From the beginning of the conversation an edited message may differ; further on every message has to match. */
function overlapsFrom(known: readonly ProjectedMessage[], messages: readonly Message[], isBeginning: boolean): boolean {
  const pairs = known.slice(0, messages.length).map((one, i) => isAlike(one, messages[i] as Message));
  const alike = pairs.filter(Boolean).length;
  return pairs[0] === true && (alike === pairs.length || (isBeginning && alike > pairs.length / 2));
}
