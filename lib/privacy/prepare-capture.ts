import type { ConversationFacts } from '../messages.ts';
import type { Captured } from '../delivery/build-event.ts';
import { extensionVersion } from '../platform/runtime.ts';
import type { CaptureMode } from '../protocol/event.ts';
import { labelsOf } from '../settings/conversation-labels.ts';
import { loadPreferences } from '../settings/preferences-store.ts';
import type { Conversation } from '../sites/conversation.ts';
import { siteAt } from '../sites/registry.ts';
import { redact } from './redact.ts';

/** A checked conversation as the user's preferences let it leave: redacted, and with what they add. */
export async function prepareCapture(of: {
  conversation: Conversation;
  mode: CaptureMode;
  nowMs: number;
}): Promise<{ captured: Captured; counts: Record<string, number> }> {
  const { redaction, actor, renderOnly, labels: ofLabels } = await loadPreferences();
  const labels = await labelsOf(of.conversation.source, factsOf(of.conversation), ofLabels);
  const { conversation, counts } = await redact(of.conversation, redaction, of.nowMs);
  const redactions = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const named = Object.fromEntries(Object.entries(actor).filter(([, value]) => value !== ''));
  const isNamed = Object.keys(named).length > 0;
  const captured = {
    conversation,
    labels,
    mode: of.mode,
    extensionVersion: extensionVersion(),
    redactions,
    renderOnly,
  };
  return { captured: { ...captured, ...(isNamed && { actor: named }) }, counts };
}

/** Before anything is redacted: rules are about the titles that the user sees. */
function factsOf({ sessionId: conversationId, title, url }: Conversation): ConversationFacts {
  const address = new URL(url);
  const projectId = siteAt(address)?.projectIdOf?.(address) ?? null;
  return { conversationId, title, ...(projectId !== null && { projectId }) };
}
