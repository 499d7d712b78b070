import type { Role } from '../store/user-store.ts';
import type { NewOutboxEvent } from './outbox-event.ts';

export interface MemberChange {
  readonly workspaceId: string;
  readonly userId: string;
  readonly name: string;
  /** From now on; of who is removed, until now. */
  readonly role: Role;
  /** UNIX milliseconds. */
  readonly at: number;
}

/** What happened to a member of a workspace. */
export function memberEvent(
  type: 'workspace.user.added' | 'workspace.user.removed' | 'workspace.user.role_changed',
  { workspaceId, userId, name, role, at }: MemberChange,
): NewOutboxEvent {
  const onceKey = `${type}:${userId}:${role}:${at}`;
  return { workspaceId, type, subject: null, onceKey, at, data: { user_id: userId, name, role } };
}

/** What happened to somebody, told to each workspace they have a part in. @param happening.key tells it from others of its kind */
export function userEvents(
  type: 'user.created' | 'user.updated' | 'user.login' | 'user.logout',
  happening: {
    readonly user: { readonly id: string; readonly name: string };
    readonly workspaceIds: readonly string[];
    readonly at: number;
    readonly key: string;
  },
): NewOutboxEvent[] {
  const { user, workspaceIds, at, key } = happening;
  const data = { user_id: user.id, name: user.name };
  const onceKey = `${type}:${user.id}:${key}`;
  return workspaceIds.map((workspaceId) => ({ workspaceId, type, subject: null, onceKey, at, data }));
}
