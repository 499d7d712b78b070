import type { ImportSettingsResult, Preferences } from '../messages.ts';
import { migratePreferences } from './migrate-preferences.ts';
import { PREFERENCES_VERSION, preferenceIssues, preferencesSchema } from './preferences.ts';

const KIND = 'brainpost-settings';

/**
 * Preferences as a file for people to keep or take along. Connection and keys are left out: a file from somebody else
 * must not be able to send conversations elsewhere.
 */
export function formatSettingsFile(preferences: Preferences): string {
  return `${JSON.stringify({ kind: KIND, version: PREFERENCES_VERSION, preferences }, null, 2)}\n`;
}

/** Reads a file of this or an earlier version, all of it or nothing. */
export function parseSettingsFile(text: string): ImportSettingsResult {
  const file = parseObject(text);
  if (file?.['kind'] !== KIND || !isObject(file['preferences'])) return { ok: false, reason: 'not_settings' };
  const migrated = migratePreferences({ ...file['preferences'], version: file['version'] });
  if (!migrated.ok) {
    return { ok: false, reason: migrated.reason === 'newer_version' ? 'newer_version' : 'not_settings' };
  }
  const parsed = preferencesSchema.safeParse(migrated.preferences);
  if (!parsed.success) return { ok: false, reason: 'invalid', issues: preferenceIssues(parsed.error) };
  return { ok: true, preferences: parsed.data };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // no JSON is no file of ours
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
