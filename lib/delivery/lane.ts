import type { ConnectionSettings } from '../settings/connection-store.ts';
import type { Conversation } from '../sites/conversation.ts';

/**
 * The lane of a conversation: its events go one at a time, in order, and each is derived from the one before.
 * An endpoint of its own starts anew: what another one holds says nothing about it.
 */
export function laneOf(to: ConnectionSettings, of: Pick<Conversation, 'source' | 'sessionId'>): string {
  return JSON.stringify([to.endpoint, to.workspaceId, of.source, of.sessionId]);
}
