import { type CreateUserResult, foldName, type NewUser, type Role, type UserStore } from '../user-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { keyOf } from './context.ts';

export function createUserStore({ tables, run }: MemoryContext): UserStore {
  const { users, memberships, workspaces } = tables;
  return {
    createUser: (user) => run(() => addUser(tables, user)),
    findUser: (id) => run(() => users.get(id) ?? null),
    findUserByName: (name) => run(() => findByName(tables, name)),
    findOperator: () => run(() => [...users.values()].find(({ isOperator }) => isOperator) ?? null),
    renameUser: (id, name) =>
      run(() => {
        const other = findByName(tables, name);
        if (other && other.id !== id) return { ok: false, reason: 'name_taken' };
        const user = users.get(id);
        if (user) users.set(id, { ...user, name });
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
    setRole: ({ workspaceId, userId, role }) =>
      run(() => {
        const key = keyOf(workspaceId, userId);
        const member = memberships.get(key);
        if (member) memberships.set(key, { ...member, role });
        return member !== undefined;
      }),
    removeMember: (workspaceId, userId) => run(() => memberships.delete(keyOf(workspaceId, userId))),
  };
}

export function addUser(tables: MemoryTables, user: NewUser): CreateUserResult {
  if (findByName(tables, user.name)) return { ok: false, reason: 'name_taken' };
  tables.users.set(user.id, user);
  return { ok: true };
}

/** Makes a member, or gives one another role. */
export function joinWorkspace(
  { memberships }: MemoryTables,
  { now, ...member }: { workspaceId: string; userId: string; role: Role; now: number },
): void {
  const key = keyOf(member.workspaceId, member.userId);
  memberships.set(key, { since: now, ...memberships.get(key), ...member });
}

function findByName({ users }: MemoryTables, name: string): NewUser | null {
  return [...users.values()].find((user) => foldName(user.name) === foldName(name)) ?? null;
}
