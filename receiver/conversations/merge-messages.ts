import type { CaptureFacts } from './capture-facts.ts';
import type { ProjectedMessage } from './conversation-state.ts';
import { isAlike, isDerivedId, type PlacedMessage } from './place-messages.ts';

export interface MergeInput {
  readonly stored: readonly ProjectedMessage[];
  readonly placed: readonly PlacedMessage[];
  readonly facts: CaptureFacts;
  /** When the current branch was last defined; `null` before the first complete snapshot. */
  readonly branchAt: number | null;
  /** All messages of a complete snapshot, once its last part is in; `null` otherwise. */
  readonly wholeBranch: ReadonlySet<string> | null;
}

/**
 * The rule by which captures become one conversation:
 * - A message is found by its id. A newer event writes over it, an older one never does.
 * - A complete snapshot defines the current branch: what is not in it is kept, marked as not current.
 * - A delta of a complete reading puts a message in the place of the one that had its index, and ends the branch at its
 *   total length (a prompt that was edited, an answer that was made again).
 * - Any lesser capture (window, selection, unknown, or parts still missing) adds and updates and takes nothing away; a text
 *   that is only the beginning of what is known does not replace it.
 * @returns all messages in order; those that did not change are the same objects
 */
export function mergeMessages(input: MergeInput): ProjectedMessage[] {
  const { stored, placed, facts, branchAt } = input;
  const known = new Map(stored.map((message) => [message.id, message]));
  const seen = new Map(placed.map((one) => [one.id, one]));
  const merged = new Map(known);
  for (const one of seen.values()) {
    const old = known.get(one.id);
    merged.set(one.id, old ? update(old, one, input) : create(one, facts, branchAt));
  }
  const isReplaced = findReplaced(input, seen);
  for (const [id, message] of known) {
    // Nothing that a newer event has seen is put aside by an older one.
    if (!seen.has(id) && message.isCurrent && seenAt(message, branchAt) <= facts.at && isReplaced(message)) {
      merged.set(id, { ...message, isCurrent: false });
    }
  }
  return countFromZero([...merged.values()]);
}

/** In order; equal positions stay in order of arrival. A capture that began further up has pushed the others down. */
function countFromZero(messages: ProjectedMessage[]): ProjectedMessage[] {
  const inOrder = messages.sort((a, b) => a.index - b.index);
  const shift = Math.max(0, -(inOrder[0]?.index ?? 0));
  return shift === 0 ? inOrder : inOrder.map((message) => ({ ...message, index: message.index + shift }));
}

function findReplaced(
  { placed, facts, wholeBranch, stored }: MergeInput,
  seen: ReadonlyMap<string, PlacedMessage>,
): (message: ProjectedMessage) => boolean {
  if (wholeBranch) return (message) => !wholeBranch.has(message.id);
  const byIndex = new Map([...seen.values()].map((one) => [one.index, one]));
  if (facts.completeness === 'complete' && facts.isDelta) {
    const end = facts.totalMessages ?? Number.POSITIVE_INFINITY;
    return (message) => byIndex.has(message.index) || message.index >= end;
  }
  // A reader that knows the site's ids meets a message that another one had to derive an id for.
  const knownIds = new Set(stored.map((message) => message.id));
  const isNew = placed.some((one) => !knownIds.has(one.id));
  return (message) => {
    const there = isNew && isDerivedId(message.id) ? byIndex.get(message.index) : undefined;
    return there !== undefined && !isDerivedId(there.id) && isAlike(message, there.message);
  };
}

/** A current message was last seen by the complete snapshot at the latest: that one did not have to write each row again. */
function seenAt(message: ProjectedMessage, branchAt: number | null): number {
  return message.isCurrent ? Math.max(message.eventAt, branchAt ?? 0) : message.eventAt;
}

function create({ id, index, message }: PlacedMessage, facts: CaptureFacts, branchAt: number | null): ProjectedMessage {
  return {
    id,
    parentId: message.parent_id ?? null,
    index,
    role: message.role,
    content: message.content,
    reasoning: message.reasoning ?? null,
    timestamp: message.timestamp ? new Date(message.timestamp).toISOString() : null,
    model: message.model ?? null,
    attachments: message.attachments ?? [],
    citations: message.citations ?? [],
    // A newer snapshot has been here without it.
    isCurrent: branchAt === null || facts.at >= branchAt,
    eventAt: facts.at,
  };
}

/** What a capture does not tell (a page shows no model) is not taken away. */
function update(old: ProjectedMessage, placed: PlacedMessage, { facts, branchAt, wholeBranch }: MergeInput) {
  if (facts.at < seenAt(old, branchAt)) return old;
  const told = create(placed, facts, branchAt);
  const isLesser = facts.completeness !== 'complete';
  const next: ProjectedMessage = {
    ...told,
    content: isLesser && old.content.startsWith(told.content) ? old.content : told.content,
    parentId: told.parentId ?? old.parentId,
    reasoning: told.reasoning ?? old.reasoning,
    timestamp: told.timestamp ?? old.timestamp,
    model: told.model ?? old.model,
    attachments: placed.message.attachments ? told.attachments : old.attachments,
    citations: placed.message.citations ? told.citations : old.citations,
  };
  // The snapshot's own time stands for all its messages; see `seenAt`.
  return wholeBranch && hasSameContent(old, next) ? old : next;
}

/** Whether a reader of the conversation would see no difference. */
export function hasSameContent(a: ProjectedMessage, b: ProjectedMessage): boolean {
  return JSON.stringify({ ...a, eventAt: 0 }) === JSON.stringify({ ...b, eventAt: 0 });
}
