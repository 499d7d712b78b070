import type { Completeness } from '../../lib/protocol/event.ts';
import type { CaptureFacts } from './capture-facts.ts';
import type { ConversationState, ProjectedMessage } from './conversation-state.ts';

const RANK: Record<Completeness, number> = { complete: 3, window: 2, selection: 1, unknown: 0 };

/**
 * How complete a conversation is after a capture. Never less because a lesser capture saw some of the same messages; less
 * when it brought messages that leave it open what lies between.
 */
export function mergeCompleteness(
  current: ConversationState | null,
  branch: readonly ProjectedMessage[],
  capture: { facts: CaptureFacts; isWhole: boolean; isAnchored: boolean },
): Completeness {
  const { facts, isWhole, isAnchored } = capture;
  const before = current?.conversation.completeness ?? null;
  if (isWhole) return 'complete';
  const hasGaps = !isAnchored || branch.some((message, i) => message.index !== i);
  const isAll = facts.completeness === 'complete' && facts.isDelta && facts.totalMessages === branch.length;
  if (isAll && !hasGaps) return 'complete';
  if (before === 'complete')
    return hasNews(current, branch) && (hasGaps || isShort(facts, branch)) ? 'window' : 'complete';
  // Complete as it was read, but not all of it is here: parts or earlier captures are missing.
  const told = facts.completeness === 'complete' ? 'window' : facts.completeness;
  return before === null || RANK[told] > RANK[before] ? told : before;
}

function isShort(facts: CaptureFacts, branch: readonly ProjectedMessage[]): boolean {
  return facts.totalMessages !== null && facts.totalMessages > branch.length;
}

function hasNews(current: ConversationState | null, branch: readonly ProjectedMessage[]): boolean {
  const known = new Set(current?.messages.map((message) => message.id));
  return branch.some((message) => !known.has(message.id));
}
