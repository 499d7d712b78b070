import { storage } from 'wxt/utils/storage';
import type { Preferences, SavePreferencesResult } from '../messages.ts';
import { migratePreferences } from './migrate-preferences.ts';
import { DEFAULT_PREFERENCES, PREFERENCES_VERSION, preferenceIssues, preferencesSchema } from './preferences.ts';

const item = storage.defineItem<unknown>('local:preferences');

/**
 * Stored preferences that are not understood are an error and never the defaults: those would send unredacted what the
 * user wanted redacted. A reset mends them.
 */
export async function loadPreferences(): Promise<Preferences> {
  const stored = await item.getValue();
  if (stored === null) return DEFAULT_PREFERENCES;
  const migrated = migratePreferences(stored);
  if (!migrated.ok) throw new Error(`the stored preferences cannot be read: ${migrated.reason}`);
  const parsed = preferencesSchema.safeParse(migrated.preferences);
  if (parsed.success) return parsed.data;
  const [issue] = preferenceIssues(parsed.error);
  throw new Error(`the stored preferences cannot be read: ${issue?.path} ${issue?.problem}`);
}

async function storePreferences(preferences: Preferences): Promise<void> {
  await item.setValue({ version: PREFERENCES_VERSION, ...preferences });
}

/** One change after the other: two at once would each keep only what it knew. */
let lastChange: Promise<unknown> = Promise.resolve();

function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const changed = lastChange.then(change);
  lastChange = changed.catch(() => undefined);
  return changed;
}

/** @param patch whole sections, untrusted; those left out stay as they are */
export function savePreferences(patch: Partial<Preferences>): Promise<SavePreferencesResult> {
  return inTurn(async () => {
    const parsed = preferencesSchema.safeParse({ ...(await loadPreferences()), ...patch });
    if (!parsed.success) return { ok: false, issues: preferenceIssues(parsed.error) };
    await storePreferences(parsed.data);
    return { ok: true, preferences: parsed.data };
  });
}

/** Everything anew, whatever was stored and whether or not it could be read. */
export function replacePreferences(preferences: Preferences): Promise<void> {
  return inTurn(() => storePreferences(preferences));
}
