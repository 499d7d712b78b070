import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { memberEvent, userEvents } from '../../outbox/account-events.ts';
import {
  type ChangeMemberResult,
  type CreateUserResult,
  foldName,
  type Member,
  type MemberKey,
  type Membership,
  type NewUser,
  type Role,
  roleSchema,
  type User,
  type UserStore,
} from '../user-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteOutbox } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const userRow = z
  .object({
    user_id: z.string(),
    name: z.string(),
    is_operator: z.number(),
    password_hash: z.string().nullable(),
    created_at: z.number(),
  })
  .transform(
    (row): User => ({
      id: row.user_id,
      name: row.name,
      isOperator: row.is_operator === 1,
      passwordHash: row.password_hash,
      createdAt: row.created_at,
    }),
  );
const memberRow = z
  .object({ user_id: z.string(), name: z.string(), role: roleSchema, created_at: z.number() })
  .transform((row): Member => ({ userId: row.user_id, name: row.name, role: row.role, since: row.created_at }));
const membershipRow = z
  .object({ workspace_id: z.string(), name: z.string(), role: roleSchema })
  .transform((row): Membership => ({ workspaceId: row.workspace_id, workspaceName: row.name, role: row.role }));

export function createUserStore({ database, run }: SqliteContext): UserStore {
  const users = new SqliteUsers(database);
  return {
    createUser: (user) => run(() => inTransaction(database, () => users.create(user))),
    findUser: (id) => run(() => users.findBy('user_id', id)),
    findUserByName: (name) => run(() => users.findBy('folded_name', foldName(name))),
    findOperator: () => run(() => users.findBy('is_operator', 1)),
    renameUser: (renamed) => run(() => inTransaction(database, () => users.rename(renamed))),
    setPasswordHash: (id, passwordHash) =>
      run(() => void database.prepare('UPDATE users SET password_hash = ? WHERE user_id = ?').run(passwordHash, id)),
    listMembers: (workspaceId) => run(() => users.members(workspaceId)),
    listMemberships: (userId) => run(() => users.memberships(userId)),
    setRole: ({ role, ...key }) => run(() => inTransaction(database, () => users.changeMember(key, role))),
    removeMember: (key) => run(() => inTransaction(database, () => users.changeMember(key, null))),
  };
}

/** Its methods that change something run in the caller's transaction. */
export class SqliteUsers {
  readonly #database: DatabaseSync;
  readonly #memberships;
  readonly #outbox: SqliteOutbox;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#outbox = new SqliteOutbox(database);
    this.#memberships = database.prepare(
      `SELECT workspace_id, workspaces.name, role FROM memberships JOIN workspaces ON workspaces.id = workspace_id
       WHERE user_id = ? AND removed_at IS NULL ORDER BY workspaces.name, workspace_id`,
    );
  }

  create({ id, name, isOperator, passwordHash, createdAt }: NewUser): CreateUserResult {
    if (this.findBy('folded_name', foldName(name))) return { ok: false, reason: 'name_taken' };
    this.#database
      .prepare(
        'INSERT INTO users (user_id, name, folded_name, is_operator, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, name, foldName(name), Number(isOperator), passwordHash, createdAt);
    return { ok: true };
  }

  /** The first of them. */
  findBy(column: 'user_id' | 'folded_name' | 'is_operator', value: string | number): User | null {
    const row = this.#database.prepare(`SELECT * FROM users WHERE ${column} = ? ORDER BY id LIMIT 1`).get(value);
    return row ? userRow.parse(row) : null;
  }

  rename({ id, name, now }: { id: string; name: string; now: number }): CreateUserResult {
    const other = this.findBy('folded_name', foldName(name));
    if (other && other.id !== id) return { ok: false, reason: 'name_taken' };
    this.#database
      .prepare('UPDATE users SET name = ?, folded_name = ? WHERE user_id = ?')
      .run(name, foldName(name), id);
    this.tell('user.updated', { user: { id, name }, at: now, key: String(now) });
    return { ok: true };
  }

  members(workspaceId: string): Member[] {
    const rows = this.#database
      .prepare(
        `SELECT user_id, name, role, memberships.created_at FROM memberships JOIN users USING (user_id)
         WHERE workspace_id = ? ORDER BY folded_name`,
      )
      .all(workspaceId);
    return rows.map((row) => memberRow.parse(row));
  }

  memberships(userId: string): Membership[] {
    return this.#memberships.all(userId).map((row) => membershipRow.parse(row));
  }

  /** To each workspace that somebody has a part in. */
  tell(type: Parameters<typeof userEvents>[0], told: Omit<Parameters<typeof userEvents>[1], 'workspaceIds'>): void {
    const workspaceIds = this.memberships(told.user.id).map(({ workspaceId }) => workspaceId);
    this.#outbox.append(userEvents(type, { ...told, workspaceIds }));
  }

  /** Makes a member; who is one already stays as they are. */
  join(member: { workspaceId: string; userId: string; role: Role; now: number }): void {
    const { changes } = this.#database
      .prepare(
        'INSERT INTO memberships (workspace_id, user_id, role, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(member.workspaceId, member.userId, member.role, member.now);
    if (changes === 0) return;
    const { now: at, ...joined } = member;
    const name = this.findBy('user_id', member.userId)?.name ?? '';
    this.#outbox.append([memberEvent('workspace.user.added', { ...joined, name, at })]);
  }

  /** @param role `null` removes the member */
  changeMember({ workspaceId, userId, now, mayLeaveNoOwner }: MemberKey, role: Role | null): ChangeMemberResult {
    const members = this.members(workspaceId);
    const member = members.find((one) => one.userId === userId);
    if (!member) return { ok: false, reason: 'no_member' };
    if (member.role === role) return { ok: true };
    const owners = members.filter((one) => one.role === 'owner');
    if (member.role === 'owner' && owners.length === 1 && !mayLeaveNoOwner) return { ok: false, reason: 'last_owner' };
    const change = { workspaceId, userId, name: member.name, at: now };
    if (role === null) {
      this.#database.prepare('DELETE FROM memberships WHERE workspace_id = ? AND user_id = ?').run(workspaceId, userId);
      this.#outbox.append([memberEvent('workspace.user.removed', { ...change, role: member.role })]);
    } else {
      const sql = 'UPDATE memberships SET role = ? WHERE workspace_id = ? AND user_id = ?';
      this.#database.prepare(sql).run(role, workspaceId, userId);
      this.#outbox.append([memberEvent('workspace.user.role_changed', { ...change, role })]);
    }
    this.#database.prepare('DELETE FROM sessions WHERE user_id = ?').run(userId);
    return { ok: true };
  }
}
