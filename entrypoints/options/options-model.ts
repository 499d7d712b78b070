import { signal } from '@preact/signals';
import type { SettingsNotice } from '../../components/settings-notice.ts';
import type { OptionalSiteView, Preferences, RedactionPreferences, RedactionPreview } from '../../lib/messages.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { requestHosts } from '../../lib/platform/permissions.ts';
import { report } from '../../lib/platform/report.ts';
import { readConnection } from '../../lib/views/connection-model.ts';
import { saveFile } from '../../lib/views/save-file.ts';

/** What the settings page shows. The worker holds the truth; this is a picture of it. */
export const preferences = signal<Preferences | null>(null);
export const optionalSites = signal<OptionalSiteView[]>([]);
export const notice = signal<SettingsNotice | null>(null);
/** What the last removal, reset or import took the place of. */
export const before = signal<Preferences | null>(null);

/** Nothing larger is a file of settings. */
const MAX_FILE_BYTES = 1_000_000;

export async function refresh(): Promise<void> {
  [preferences.value, optionalSites.value] = await Promise.all([
    sendMessage('preferences:get', undefined),
    sendMessage('sites:list', undefined),
    readConnection(),
  ]);
}

/** Shown at once and saved; what could not be saved is shown as it was before. */
export async function change(patch: Partial<Preferences>): Promise<void> {
  notice.value = null;
  before.value = null;
  await store(patch);
}

export async function remove(patch: Partial<Preferences>, name: string): Promise<void> {
  const earlier = preferences.value;
  if (await store(patch)) offerUndo(earlier, { kind: 'removed', name });
}

export async function undo(): Promise<void> {
  if (before.value) await change(before.value);
}

async function store(patch: Partial<Preferences>): Promise<boolean> {
  const earlier = preferences.value;
  if (earlier) preferences.value = { ...earlier, ...patch };
  const saved = await attempt(() => sendMessage('preferences:save', patch));
  if (saved?.ok) preferences.value = saved.preferences;
  else {
    preferences.value = earlier;
    notice.value = { kind: saved ? 'invalid' : 'failed' };
  }
  return saved?.ok ?? false;
}

function offerUndo(earlier: Preferences | null, said: SettingsNotice): void {
  before.value = earlier;
  notice.value = said;
}

export const preview = (text: string, redaction: RedactionPreferences): Promise<RedactionPreview> =>
  sendMessage('redaction:preview', { text, redaction });

export async function switchSite(site: OptionalSiteView, isOn: boolean): Promise<void> {
  const isAllowed = !isOn || (await requestHosts(site.matches));
  if (isAllowed) await attempt(() => sendMessage('sites:switch', { id: site.id, isOn }));
  // Also after a refusal: the box is drawn as it is.
  optionalSites.value = await sendMessage('sites:list', undefined);
}

export async function exportSettings(): Promise<void> {
  const text = await attempt(() => sendMessage('settings:export', undefined));
  if (text) saveFile([text], { name: 'brainpost-settings.json', type: 'application/json' });
}

export async function importSettings(file: File): Promise<void> {
  const earlier = preferences.value;
  if (file.size > MAX_FILE_BYTES) {
    notice.value = { kind: 'not_settings' };
    return;
  }
  const text = await file.text();
  const result = await attempt(() => sendMessage('settings:import', { text }));
  if (result?.ok) {
    preferences.value = result.preferences;
    offerUndo(earlier, { kind: 'imported' });
  } else if (result) notice.value = { kind: result.reason };
}

export async function reset(): Promise<void> {
  const earlier = preferences.value;
  const fresh = await attempt(() => sendMessage('settings:reset', undefined));
  if (!fresh) return;
  preferences.value = fresh;
  offerUndo(earlier, { kind: 'reset' });
}

/** `null` when the worker did not answer; the page says so. */
async function attempt<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    report(error);
    notice.value = { kind: 'failed' };
    return null;
  }
}
