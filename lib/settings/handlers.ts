import { z } from 'zod';
import type {
  ConversationPolicy,
  ImportSettingsResult,
  MessageMap,
  Preferences,
  RedactionPreview,
  SavePreferencesResult,
  SitePolicy,
} from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { contentScriptOrigin, type Sender } from '../platform/sender.ts';
import { tabsMatching } from '../platform/tabs.ts';
import { redactSample } from '../privacy/redact-sample.ts';
import { siteAt, siteMatches } from '../sites/registry.ts';
import { conversationPolicy, siteAutomatic } from './automatic-policy.ts';
import { forgetChoices, loadChoice, storeChoice } from './conversation-choices.ts';
import { forgetLabels } from './conversation-labels.ts';
import { factsSchema, idSchema } from './facts-schema.ts';
import { switchedOnMatches } from './optional-sites.ts';
import { DEFAULT_PREFERENCES, preferenceIssues, redactionSchema } from './preferences.ts';
import { loadPreferences, replacePreferences, savePreferences } from './preferences-store.ts';
import { formatSettingsFile, parseSettingsFile } from './settings-file.ts';

/** What the worker does on messages about preferences. Who may send which is decided where they are registered. */

/** Characters of a sample text. */
const MAX_SAMPLE = 20_000;

const choiceSchema = z.object({ conversationId: idSchema, choice: z.enum(['never', 'always']).nullable() });

/** The site is the sender's, whatever a message says; no site, nothing allowed. */
const siteIdOf = (sender: Sender) => siteAt(contentScriptOrigin(sender)?.url ?? new URL('about:blank'))?.id ?? null;

export async function handleSitePolicy(sender: Sender): Promise<SitePolicy> {
  const siteId = siteIdOf(sender);
  if (siteId === null) return { useApi: false, automatic: 'off' };
  const { apiOff, automatic } = await loadPreferences();
  return { useApi: !apiOff.includes(siteId), automatic: siteAutomatic(automatic, siteId) };
}

export async function handleConversationPolicy(input: unknown, sender: Sender): Promise<ConversationPolicy> {
  const siteId = siteIdOf(sender);
  const facts = factsSchema.safeParse(input);
  if (siteId === null || !facts.success) return 'never';
  const { automatic } = await loadPreferences();
  const choice = await loadChoice({ siteId, conversationId: facts.data.conversationId });
  return conversationPolicy(automatic, { siteId, facts: facts.data, choice });
}

export async function handleChoose(input: Parameters<MessageMap['capture:choose']>[0], sender: Sender): Promise<void> {
  const siteId = siteIdOf(sender);
  const { conversationId, choice } = choiceSchema.parse(input);
  if (siteId === null) throw new Error('only a conversation of a chat site can be decided about');
  await storeChoice({ siteId, conversationId }, choice, { nowMs: Date.now() });
  await tellPages();
}

export async function handleSavePreferences(patch: Partial<Preferences>): Promise<SavePreferencesResult> {
  const saved = await savePreferences(patch);
  if (saved.ok) await tellPages();
  return saved;
}

export async function handleExportSettings(): Promise<string> {
  return formatSettingsFile(await loadPreferences());
}

export async function handleImportSettings({ text }: { text: string }): Promise<ImportSettingsResult> {
  const file = parseSettingsFile(text);
  if (!file.ok) return file;
  await replacePreferences(file.preferences);
  await tellPages();
  return file;
}

export async function handleResetSettings(): Promise<Preferences> {
  await replacePreferences(DEFAULT_PREFERENCES);
  await forgetChoices();
  await forgetLabels();
  await tellPages();
  return DEFAULT_PREFERENCES;
}

/** Open chat pages ask again. */
async function tellPages(): Promise<void> {
  const tabs = await tabsMatching([...siteMatches, ...(await switchedOnMatches())]);
  // A tab whose content script is gone does not answer, and needs none.
  await Promise.allSettled(tabs.map((tabId) => sendMessage('page:preferences', undefined, tabId)));
}

/** What preferences that are not saved yet would make of a text. */
export function previewRedaction(input: { text: string; redaction: unknown }): RedactionPreview {
  const parsed = redactionSchema.safeParse(input.redaction);
  if (!parsed.success) return { ok: false, issues: preferenceIssues(parsed.error) };
  return { ok: true, ...redactSample(input.text.slice(0, MAX_SAMPLE), parsed.data) };
}
