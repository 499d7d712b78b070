import type { ConnectionSettings } from '../settings/connection-store.ts';
import type { CaptureMode } from '../protocol/event.ts';

/**
 * The lane of a conversation: its events go one at a time, in order, and each is derived from the one before.
 * An endpoint of its own starts anew: what another one holds says nothing about it. Selections have a lane beside it: what
 * they leave out says nothing about the conversation.
 */
export function laneOf(
  to: ConnectionSettings,
  of: { readonly source: string; readonly sessionId: string; readonly mode?: CaptureMode | undefined },
): string {
  const conversation = [to.endpoint, to.workspaceId, of.source, of.sessionId];
  return JSON.stringify(of.mode === 'selection' ? [...conversation, of.mode] : conversation);
}
