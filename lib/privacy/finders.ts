import type { RedactionPreferences, RedactionPreset } from '../messages.ts';
import { compilePattern } from './pattern/compile-pattern.ts';
import { findPattern } from './pattern/find-pattern.ts';
import { findCards } from './presets/find-cards.ts';
import { findEmails } from './presets/find-emails.ts';
import { findIbans } from './presets/find-ibans.ts';
import { findIps } from './presets/find-ips.ts';
import { findPhones } from './presets/find-phones.ts';
import { findSecrets } from './presets/find-secrets.ts';
import type { Match } from './span.ts';

/** Finds one kind of thing in a text without Markdown. Matches neither overlap nor split a character. */
export interface Finder {
  /** The word in its placeholder. */
  kind: string;
  find: (text: string) => Match[];
}

/** What is told most surely comes first: what one kind has taken is no longer seen by the next. */
const PRESETS: Readonly<Record<RedactionPreset, Finder['find']>> = {
  secret: findSecrets,
  email: findEmails,
  iban: findIbans,
  card: findCards,
  ip: findIps,
  phone: findPhones,
};

/** Kinds that break nothing in a web address: digits in one are its own. */
const IN_ADDRESSES: ReadonlySet<string> = new Set<RedactionPreset>(['secret', 'email']);

export interface Finders {
  text: readonly Finder[];
  /** For web addresses. */
  address: readonly Finder[];
  inCode: boolean;
}

/** @param redaction checked: its patterns compile */
export function findersOf({ presets, patterns, inCode }: RedactionPreferences): Finders {
  const own = patterns.map(({ name, pattern }): Finder => {
    const compiled = compilePattern(pattern);
    // To go on without it would send what the user wants kept back.
    if (!compiled.ok) throw new Error(`the pattern ${name} cannot be used: ${compiled.problem}`);
    return { kind: name, find: (text) => findPattern(compiled.steps, text) };
  });
  const chosen = Object.entries(PRESETS).flatMap(([kind, find]) =>
    presets.some((preset) => preset === kind) ? [{ kind, find }] : [],
  );
  // What the user wrote for a purpose goes before what is meant for everybody.
  const text = [...own, ...chosen];
  const address = [...own, ...chosen.filter(({ kind }) => IN_ADDRESSES.has(kind))];
  return { text, address, inCode };
}
