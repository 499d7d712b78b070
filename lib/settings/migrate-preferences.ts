import { z } from 'zod';
import { DEFAULT_PREFERENCES, PREFERENCES_VERSION } from './preferences.ts';

/** What can be told of preferences of any age; version 1 did not say so. */
const versionedSchema = z.looseObject({ version: z.int().min(1).default(1) });

/** From each version to the next. What came before it has been brought to its shape already. */
const STEPS: Record<number, (old: Record<string, unknown>) => Record<string, unknown>> = {
  1: ({ apiOff = [] }) => ({ ...DEFAULT_PREFERENCES, apiOff }),
};

export type Migrated =
  | { ok: true; preferences: unknown /** In today's shape, not checked yet. */ }
  | { ok: false; reason: 'not_preferences' | 'newer_version' };

/** Brings preferences of any version, as they were stored or exported, to today's shape. */
export function migratePreferences(stored: unknown): Migrated {
  const parsed = versionedSchema.safeParse(stored);
  if (!parsed.success) return { ok: false, reason: 'not_preferences' };
  const { version: from, ...rest } = parsed.data;
  if (from > PREFERENCES_VERSION) return { ok: false, reason: 'newer_version' };
  let preferences: Record<string, unknown> = rest;
  for (let version = from; version < PREFERENCES_VERSION; version += 1)
    preferences = STEPS[version]?.(preferences) ?? preferences;
  return { ok: true, preferences };
}
