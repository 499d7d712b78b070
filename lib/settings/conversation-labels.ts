import type { ConversationFacts, LabelPreferences } from '../messages.ts';
import { type ConversationRef, conversationDatabase, conversationKey, dropSurplus } from './conversation-database.ts';
import { titleMatches } from './title-match.ts';

const MAX_CONVERSATIONS = 20_000;

/** Of the conversation alone, as the user set them; `null` when nobody has: then site and rules say. */
async function loadOwnLabels(of: ConversationRef): Promise<string[] | null> {
  const stored = await (await conversationDatabase()).get('labels', await conversationKey(of));
  return stored?.labels ?? null;
}

export async function storeOwnLabels(
  of: ConversationRef,
  labels: string[],
  { nowMs, max = MAX_CONVERSATIONS }: { nowMs: number; max?: number },
): Promise<void> {
  const key = await conversationKey(of);
  const tx = (await conversationDatabase()).transaction('labels', 'readwrite');
  await tx.store.put({ labels, usedAtMs: nowMs }, key);
  await dropSurplus(tx.store, max);
  await tx.done;
}

export async function forgetLabels(): Promise<void> {
  await (await conversationDatabase()).clear('labels');
}

/** What a capture of the conversation carries. What the user set for it stands, whatever site and rules say. */
export async function labelsOf(
  siteId: string,
  facts: ConversationFacts,
  preferences: LabelPreferences,
): Promise<string[]> {
  const own = await loadOwnLabels({ siteId, conversationId: facts.conversationId });
  return own ?? suggestedLabels(siteId, facts, preferences);
}

function suggestedLabels(siteId: string, facts: ConversationFacts, { bySite, rules }: LabelPreferences): string[] {
  // A record from storage has no prototype entries of ours; a site named `constructor` must not find one.
  const ofSite = Object.hasOwn(bySite, siteId) ? (bySite[siteId] ?? []) : [];
  const matching = rules.filter(({ on, text }) =>
    on === 'title' ? titleMatches(facts.title, text) : facts.projectId === text,
  );
  return [...new Set([...ofSite, ...matching.map(({ label }) => label)])];
}
