import { z } from 'zod';
import type { LabelledConversation, LabelsView, MessageMap } from '../messages.ts';
import { labelsOf, storeOwnLabels } from './conversation-labels.ts';
import { factsSchema } from './facts-schema.ts';
import { labelListSchema } from './preferences.ts';
import { loadPreferences, savePreferences } from './preferences-store.ts';

/** What the worker does on messages about labels; they come from the extension's own pages. */

const MAX_KNOWN = 500;

const conversationSchema = factsSchema.extend({ siteId: z.string() }) satisfies z.ZodType<LabelledConversation>;

export async function handleGetLabels(input: LabelledConversation): Promise<LabelsView> {
  const { siteId, ...facts } = conversationSchema.parse(input);
  const { labels } = await loadPreferences();
  const current = await labelsOf(siteId, facts, labels);
  return { labels: current, known: labels.known, isOfSite: isSame(current, labels.bySite[siteId] ?? []) };
}

/** Remembers the labels of a conversation, and those that are new for completion. */
export async function handleSetLabels({
  conversation,
  labels: told,
  alsoOfSite,
}: Parameters<MessageMap['labels:set']>[0]): Promise<LabelsView> {
  const { siteId, conversationId } = conversationSchema.parse(conversation);
  const labels = [...new Set(labelListSchema.parse(told))];
  await storeOwnLabels({ siteId, conversationId }, labels, { nowMs: Date.now() });
  const { labels: before } = await loadPreferences();
  const known = [...new Set([...labels, ...before.known])].slice(0, MAX_KNOWN);
  const bySite = alsoOfSite ? { ...before.bySite, [siteId]: labels } : before.bySite;
  await savePreferences({ labels: { ...before, known, bySite } });
  return handleGetLabels(conversation);
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((label) => b.includes(label));
