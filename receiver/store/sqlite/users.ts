import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type CreateUserResult,
  foldName,
  type Member,
  type Membership,
  type NewUser,
  type Role,
  roleSchema,
  type User,
  type UserStore,
} from '../user-store.ts';
import type { SqliteContext } from './context.ts';
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
    renameUser: (id, name) => run(() => inTransaction(database, () => users.rename(id, name))),
    setPasswordHash: (id, passwordHash) =>
      run(() => void database.prepare('UPDATE users SET password_hash = ? WHERE user_id = ?').run(passwordHash, id)),
    listMembers: (workspaceId) => run(() => users.members(workspaceId)),
    listMemberships: (userId) => run(() => users.memberships(userId)),
    setRole: ({ workspaceId, userId, role }) => run(() => users.setRole(workspaceId, userId, role)),
    removeMember: (workspaceId, userId) => run(() => users.removeMember(workspaceId, userId)),
  };
}

/** Its methods that change something run in the caller's transaction. */
export class SqliteUsers {
  readonly #database: DatabaseSync;
  readonly #memberships;

  constructor(database: DatabaseSync) {
    this.#database = database;
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

  rename(id: string, name: string): CreateUserResult {
    const other = this.findBy('folded_name', foldName(name));
    if (other && other.id !== id) return { ok: false, reason: 'name_taken' };
    this.#database
      .prepare('UPDATE users SET name = ?, folded_name = ? WHERE user_id = ?')
      .run(name, foldName(name), id);
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

  /** Makes a member, or gives one another role. */
  join(member: { workspaceId: string; userId: string; role: Role; now: number }): void {
    this.#database
      .prepare(
        `INSERT INTO memberships (workspace_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET role = excluded.role`,
      )
      .run(member.workspaceId, member.userId, member.role, member.now);
  }

  setRole(workspaceId: string, userId: string, role: Role): boolean {
    const sql = 'UPDATE memberships SET role = ? WHERE workspace_id = ? AND user_id = ?';
    return this.#database.prepare(sql).run(role, workspaceId, userId).changes === 1;
  }

  removeMember(workspaceId: string, userId: string): boolean {
    const sql = 'DELETE FROM memberships WHERE workspace_id = ? AND user_id = ?';
    return this.#database.prepare(sql).run(workspaceId, userId).changes === 1;
  }
}
