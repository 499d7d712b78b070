import type {
  Automatic,
  AutomaticPreferences,
  ConversationChoice,
  ConversationFacts,
  ConversationPolicy,
} from '../messages.ts';
import { titleMatches } from './title-match.ts';

export function siteAutomatic(automatic: AutomaticPreferences, siteId: string): Automatic {
  // A record from storage has no prototype entries of ours; a site named `constructor` must not find one.
  return Object.hasOwn(automatic.bySite, siteId) ? (automatic.bySite[siteId] ?? automatic.default) : automatic.default;
}

/**
 * Whether one conversation may be captured by itself. What excludes it comes first, so that no earlier `always` outlives
 * an exclusion; `off` means off; `always` answers `ask`.
 */
export function conversationPolicy(
  automatic: AutomaticPreferences,
  of: { siteId: string; facts: ConversationFacts; choice: ConversationChoice | null },
): ConversationPolicy {
  const { siteId, facts, choice } = of;
  if (choice === 'never' || isExcluded(automatic, siteId, facts)) return 'never';
  const site = siteAutomatic(automatic, siteId);
  return site === 'ask' && choice === 'always' ? 'on' : site;
}

function isExcluded(automatic: AutomaticPreferences, siteId: string, { title, projectId }: ConversationFacts): boolean {
  const isInProject = automatic.excludedProjects.some(({ site, id }) => site === siteId && id === projectId);
  return isInProject || automatic.excludedTitles.some((text) => titleMatches(title, text));
}
