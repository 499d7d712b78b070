import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Bytes } from '../../../lib/protocol/bytes.ts';
import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import type { AcceptResult, Link, NewLink, Session, SessionStore } from '../session-store.ts';
import { type NewUser, roleSchema } from '../user-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';
import { SqliteUsers } from './users.ts';

const sessionRow = z
  .object({
    digest: z.instanceof(Uint8Array<ArrayBuffer>),
    user_id: z.string(),
    is_by_link: z.number(),
    created_at: z.number(),
    last_used_at: z.number(),
  })
  .transform(
    (row): Session => ({
      digest: row.digest,
      userId: row.user_id,
      isByLink: row.is_by_link === 1,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }),
  );
const linkRow = z
  .object({
    link_id: z.string(),
    workspace_id: z.string().nullable(),
    role: roleSchema.nullable(),
    note: z.string().nullable(),
    created_at: z.number(),
    expires_at: z.number(),
  })
  .transform((row): Link => {
    const { workspace_id: workspaceId, role, note } = row;
    const invitation = workspaceId !== null && role !== null ? { workspaceId, role, note: note ?? '' } : null;
    return { id: row.link_id, createdAt: row.created_at, expiresAt: row.expires_at, invitation };
  });

const GOOD = `used_at IS NULL AND expires_at > ?
  AND (workspace_id IS NULL OR workspace_id IN (SELECT id FROM workspaces WHERE removed_at IS NULL))`;

export function createSessionStore({ database, run, runRedoable }: SqliteContext): SessionStore {
  const sessions = new SqliteSessions(database);
  const links = new SqliteLinks(database);
  return {
    createSession: (session) => run(() => inTransaction(database, () => sessions.create(session))),
    findSession: (digest) => run(() => sessions.find(digest)),
    touchSession: (digest, now) => runRedoable(() => sessions.touch(digest, now)),
    listSessions: (userId) => run(() => sessions.list(userId)),
    endSession: (digest, now) => run(() => inTransaction(database, () => sessions.end(digest, now))),
    endSessionsOf: (userId, except) => run(() => sessions.endOf(userId, except ?? new Uint8Array(0))),
    createLink: (link) => run(() => links.create(link)),
    findLink: (digest, now) => run(() => links.find(digest, now)),
    useLink: (digest, now) => run(() => inTransaction(database, () => links.use(digest, now))),
    acceptInvitation: (accepted) => run(() => inTransaction(database, () => links.accept(accepted))),
    listInvitations: (workspaceId, now) => run(() => links.list(workspaceId, now)),
    withdrawInvitation: (workspaceId, id, now) => run(() => links.withdraw(workspaceId, id, now)),
  };
}

class SqliteSessions {
  readonly #database: DatabaseSync;
  readonly #users: SqliteUsers;
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#users = new SqliteUsers(database);
    this.#find = database.prepare('SELECT * FROM sessions WHERE digest = ?');
  }

  create({ digest, userId, isByLink, createdAt }: Omit<Session, 'lastUsedAt'>): void {
    this.#database
      .prepare('INSERT INTO sessions (digest, user_id, is_by_link, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)')
      .run(digest, userId, Number(isByLink), createdAt, createdAt);
    const user = this.#users.findBy('user_id', userId);
    if (user) this.#users.tell('user.login', { user, at: createdAt, key: hexOf(digest) });
  }

  find(digest: Bytes): Session | null {
    const row = this.#find.get(digest);
    return row ? sessionRow.parse(row) : null;
  }

  list(userId: string): Session[] {
    const sql = 'SELECT * FROM sessions WHERE user_id = ? ORDER BY last_used_at DESC, digest';
    return this.#database
      .prepare(sql)
      .all(userId)
      .map((row) => sessionRow.parse(row));
  }

  end(digest: Bytes, now: number): void {
    const session = this.find(digest);
    const user = session && this.#users.findBy('user_id', session.userId);
    if (!user) return;
    this.#database.prepare('DELETE FROM sessions WHERE digest = ?').run(digest);
    this.#users.tell('user.logout', { user, at: now, key: hexOf(digest) });
  }

  touch(digest: Bytes, now: number): void {
    this.#database
      .prepare('UPDATE sessions SET last_used_at = ? WHERE digest = ? AND last_used_at <= ?')
      .run(now, digest, now - LAST_USE_GRAIN_MS);
  }

  endOf(userId: string, except: Bytes): void {
    this.#database.prepare('DELETE FROM sessions WHERE user_id = ? AND digest <> ?').run(userId, except);
  }
}

function hexOf(digest: Bytes): string {
  return Buffer.from(digest).toString('hex');
}

class SqliteLinks {
  readonly #database: DatabaseSync;
  readonly #users: SqliteUsers;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#users = new SqliteUsers(database);
  }

  create({ digest, id, createdAt, expiresAt, invitation }: NewLink): void {
    this.#database
      .prepare(
        `INSERT INTO login_links (digest, link_id, workspace_id, role, note, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        digest,
        id,
        invitation?.workspaceId ?? null,
        invitation?.role ?? null,
        invitation?.note ?? null,
        createdAt,
        expiresAt,
      );
  }

  find(digest: Bytes, now: number): Link | null {
    const row = this.#database.prepare(`SELECT * FROM login_links WHERE digest = ? AND ${GOOD}`).get(digest, now);
    return row ? linkRow.parse(row) : null;
  }

  use(digest: Bytes, now: number): Link | null {
    const link = this.find(digest, now);
    if (link) this.#database.prepare('UPDATE login_links SET used_at = ? WHERE digest = ?').run(now, digest);
    return link;
  }

  accept({ digest, user, now }: { digest: Bytes; user: NewUser | string; now: number }): AcceptResult {
    const invitation = this.find(digest, now)?.invitation;
    if (!invitation) return { ok: false, reason: 'no_invitation' };
    if (typeof user !== 'string') {
      const created = this.#users.create(user);
      if (!created.ok) return created;
    }
    const { workspaceId, role } = invitation;
    this.#users.join({ workspaceId, userId: typeof user === 'string' ? user : user.id, role, now });
    if (typeof user !== 'string') this.#users.tell('user.created', { user, at: now, key: '' });
    this.use(digest, now);
    return { ok: true };
  }

  list(workspaceId: string, now: number): Link[] {
    const rows = this.#database
      .prepare(`SELECT * FROM login_links WHERE workspace_id = ? AND ${GOOD} ORDER BY created_at DESC, link_id`)
      .all(workspaceId, now);
    return rows.map((row) => linkRow.parse(row));
  }

  withdraw(workspaceId: string, id: string, now: number): boolean {
    const sql = `UPDATE login_links SET used_at = ? WHERE workspace_id = ? AND link_id = ? AND ${GOOD}`;
    return this.#database.prepare(sql).run(now, workspaceId, id, now).changes === 1;
  }
}
