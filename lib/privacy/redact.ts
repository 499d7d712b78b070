import type { RedactionPreferences } from '../messages.ts';
import type { Conversation } from '../sites/conversation.ts';
import { findersOf } from './finders.ts';
import { planRedaction } from './redact-conversation.ts';
import { redactionNumbers, untellingIds } from './redaction-numbers.ts';

export interface Redacted {
  conversation: Conversation;
  /** How many places were replaced, by kind. */
  counts: Record<string, number>;
}

/** Replaces what the user wants kept back, before anything is kept in the outbox, digested or signed. */
export async function redact(
  conversation: Conversation,
  preferences: RedactionPreferences,
  nowMs: number,
): Promise<Redacted> {
  const plan = planRedaction(conversation, findersOf(preferences));
  if (plan.values.length === 0) return { conversation, counts: {} };
  const of = { siteId: conversation.source, conversationId: conversation.sessionId };
  const numberOf = await redactionNumbers(of, plan.values, { nowMs });
  return { conversation: plan.apply(numberOf, await untellingIds(of, plan.tellingIds)), counts: plan.counts };
}
