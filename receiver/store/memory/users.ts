import { memberEvent, userEvents } from '../../outbox/account-events.ts';
import {
  type ChangeMemberResult,
  type CreateUserResult,
  foldName,
  type MemberKey,
  type NewUser,
  type Role,
  type UserStore,
} from '../user-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { keyOf } from './context.ts';
import { appendOutbox } from './outbox.ts';

export function createUserStore({ tables, run }: MemoryContext): UserStore {
  const { users, memberships, workspaces } = tables;
  return {
    createUser: (user) => run(() => addUser(tables, user)),
    findUser: (id) => run(() => users.get(id) ?? null),
    findUserByName: (name) => run(() => findByName(tables, name)),
    findOperator: () => run(() => [...users.values()].find(({ isOperator }) => isOperator) ?? null),
    renameUser: ({ id, name, now }) =>
      run(() => {
        const other = findByName(tables, name);
        if (other && other.id !== id) return { ok: false, reason: 'name_taken' };
        const user = users.get(id);
        if (user) users.set(id, { ...user, name });
        tellWorkspaces(tables, 'user.updated', { user: { id, name }, at: now, key: String(now) });
        return { ok: true };
      }),
    setPasswordHash: (id, passwordHash) =>
      run(() => {
        const user = users.get(id);
        if (user) users.set(id, { ...user, passwordHash });
      }),
    listMembers: (workspaceId) =>
      run(() =>
        [...memberships.values()]
          .filter((member) => member.workspaceId === workspaceId)
          .map(({ userId, role, since }) => ({ userId, role, since, name: users.get(userId)?.name ?? '' }))
          .sort((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1)),
      ),
    listMemberships: (userId) =>
      run(() =>
        [...memberships.values()]
          .flatMap(({ workspaceId, role, ...member }) => {
            const workspace = workspaces.get(workspaceId);
            return member.userId === userId && workspace ? [{ workspaceId, workspaceName: workspace.name, role }] : [];
          })
          .sort((a, b) => (keyOf(a.workspaceName, a.workspaceId) < keyOf(b.workspaceName, b.workspaceId) ? -1 : 1)),
      ),
    setRole: ({ role, ...key }) => run(() => changeMember(tables, key, role)),
    removeMember: (key) => run(() => changeMember(tables, key, null)),
  };
}

/** @param role `null` removes the member */
function changeMember(
  tables: MemoryTables,
  { workspaceId, userId, now, mayLeaveNoOwner }: MemberKey,
  role: Role | null,
): ChangeMemberResult {
  const { memberships, sessions, users } = tables;
  const key = keyOf(workspaceId, userId);
  const member = memberships.get(key);
  if (!member) return { ok: false, reason: 'no_member' };
  if (member.role === role) return { ok: true };
  const owners = [...memberships.values()].filter((one) => one.workspaceId === workspaceId && one.role === 'owner');
  if (member.role === 'owner' && owners.length === 1 && !mayLeaveNoOwner) return { ok: false, reason: 'last_owner' };
  const change = { workspaceId, userId, name: users.get(userId)?.name ?? '', at: now };
  if (role === null) memberships.delete(key);
  else memberships.set(key, { ...member, role });
  const event =
    role === null
      ? memberEvent('workspace.user.removed', { ...change, role: member.role })
      : memberEvent('workspace.user.role_changed', { ...change, role });
  appendOutbox(tables, [event]);
  for (const [digest, session] of sessions) if (session.userId === userId) sessions.delete(digest);
  return { ok: true };
}

/** To each workspace that somebody has a part in. */
export function tellWorkspaces(
  tables: MemoryTables,
  type: Parameters<typeof userEvents>[0],
  told: Omit<Parameters<typeof userEvents>[1], 'workspaceIds'>,
): void {
  const workspaceIds = [...tables.memberships.values()]
    .filter(({ userId, workspaceId }) => userId === told.user.id && tables.workspaces.has(workspaceId))
    .map(({ workspaceId }) => workspaceId);
  appendOutbox(tables, userEvents(type, { ...told, workspaceIds }));
}

export function addUser(tables: MemoryTables, user: NewUser): CreateUserResult {
  if (findByName(tables, user.name)) return { ok: false, reason: 'name_taken' };
  tables.users.set(user.id, user);
  return { ok: true };
}

/** Makes a member; who is one already stays as they are. */
export function joinWorkspace(
  tables: MemoryTables,
  { now, ...member }: { workspaceId: string; userId: string; role: Role; now: number },
): void {
  const key = keyOf(member.workspaceId, member.userId);
  if (tables.memberships.has(key)) return;
  tables.memberships.set(key, { since: now, ...member });
  const name = tables.users.get(member.userId)?.name ?? '';
  appendOutbox(tables, [memberEvent('workspace.user.added', { ...member, name, at: now })]);
}

function findByName({ users }: MemoryTables, name: string): NewUser | null {
  return [...users.values()].find((user) => foldName(user.name) === foldName(name)) ?? null;
}
