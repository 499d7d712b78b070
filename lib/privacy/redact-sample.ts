import type { RedactionPreferences } from '../messages.ts';
import { findRedactions, replaceRedactions } from './find-redactions.ts';
import { findersOf } from './finders.ts';

/** What the preferences make of a text that belongs to no conversation: numbers count from 1, nothing is remembered. */
export function redactSample(
  text: string,
  preferences: RedactionPreferences,
): { text: string; counts: Record<string, number> } {
  const { text: finders, inCode } = findersOf(preferences);
  const redactions = findRedactions({ text, finders, sparesCode: !inCode });
  const numbers = new Map<string, number>();
  const last: Record<string, number> = {};
  const counts: Record<string, number> = {};
  for (const { kind, value } of redactions) {
    counts[kind] = (counts[kind] ?? 0) + 1;
    const key = `${kind} ${value}`;
    if (!numbers.has(key)) numbers.set(key, (last[kind] = (last[kind] ?? 0) + 1));
  }
  return { text: replaceRedactions(text, redactions, (kind, value) => numbers.get(`${kind} ${value}`) ?? 0), counts };
}
