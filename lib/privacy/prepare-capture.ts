import type { Captured } from '../delivery/build-event.ts';
import { extensionVersion } from '../platform/runtime.ts';
import type { CaptureMode } from '../protocol/event.ts';
import { loadPreferences } from '../settings/preferences-store.ts';
import type { Conversation } from '../sites/conversation.ts';
import { redact } from './redact.ts';

/** A checked conversation as the user's preferences let it leave: redacted, and with what they add. */
export async function prepareCapture(of: {
  conversation: Conversation;
  mode: CaptureMode;
  nowMs: number;
}): Promise<{ captured: Captured; counts: Record<string, number> }> {
  const { redaction, actor, renderOnly } = await loadPreferences();
  const { conversation, counts } = await redact(of.conversation, redaction, of.nowMs);
  const redactions = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const named = Object.fromEntries(Object.entries(actor).filter(([, value]) => value !== ''));
  const isNamed = Object.keys(named).length > 0;
  const captured = { conversation, mode: of.mode, extensionVersion: extensionVersion(), redactions, renderOnly };
  return { captured: { ...captured, ...(isNamed && { actor: named }) }, counts };
}
