import type { Bytes } from '../../../lib/protocol/bytes.ts';
import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import type { AcceptResult, Link, SessionStore } from '../session-store.ts';
import type { NewUser } from '../user-store.ts';
import type { LinkRow, MemoryContext, MemoryTables } from './context.ts';
import { addUser, joinWorkspace, tellWorkspaces } from './users.ts';

const hex = (digest: Bytes): string => Buffer.from(digest).toString('hex');

export function createSessionStore({ tables, run }: MemoryContext): SessionStore {
  const { sessions, links } = tables;
  const goodLinks = (now: number) => [...links.values()].filter((link) => isGood(tables, link, now));
  return {
    createSession: (session) =>
      run(() => {
        sessions.set(hex(session.digest), { ...session, lastUsedAt: session.createdAt });
        const user = tables.users.get(session.userId);
        if (user) tellWorkspaces(tables, 'user.login', { user, at: session.createdAt, key: hex(session.digest) });
      }),
    findSession: (digest) => run(() => sessions.get(hex(digest)) ?? null),
    touchSession: (digest, now) =>
      run(() => {
        const session = sessions.get(hex(digest));
        if (session && session.lastUsedAt <= now - LAST_USE_GRAIN_MS)
          sessions.set(hex(digest), { ...session, lastUsedAt: now });
      }),
    listSessions: (userId) =>
      run(() =>
        [...sessions.values()]
          .filter((session) => session.userId === userId)
          .sort((a, b) => b.lastUsedAt - a.lastUsedAt || (hex(a.digest) < hex(b.digest) ? -1 : 1)),
      ),
    endSession: (digest, now) =>
      run(() => {
        const user = tables.users.get(sessions.get(hex(digest))?.userId ?? '');
        sessions.delete(hex(digest));
        if (user) tellWorkspaces(tables, 'user.logout', { user, at: now, key: hex(digest) });
      }),
    endSessionsOf: (userId, except) =>
      run(() => {
        for (const [key, session] of sessions)
          if (session.userId === userId && (!except || key !== hex(except))) sessions.delete(key);
      }),
    createLink: ({ digest, ...link }) => run(() => void links.set(hex(digest), { ...link, isUsed: false })),
    findLink: (digest, now) => run(() => find(tables, digest, now)),
    useLink: (digest, now) => run(() => use(tables, digest, now)),
    acceptInvitation: (accepted) => run(() => accept(tables, accepted)),
    listInvitations: (workspaceId, now) =>
      run(() =>
        goodLinks(now)
          .filter(({ invitation }) => invitation?.workspaceId === workspaceId)
          .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
          .map(({ isUsed: _isUsed, ...link }) => link),
      ),
    withdrawInvitation: (workspaceId, id, now) =>
      run(() => {
        const link = goodLinks(now).find((one) => one.id === id && one.invitation?.workspaceId === workspaceId);
        if (link) link.isUsed = true;
        return link !== undefined;
      }),
  };
}

function isGood({ workspaces }: MemoryTables, { isUsed, expiresAt, invitation }: LinkRow, now: number): boolean {
  return !isUsed && expiresAt > now && (!invitation || workspaces.has(invitation.workspaceId));
}

function find(tables: MemoryTables, digest: Bytes, now: number): Link | null {
  const row = tables.links.get(hex(digest));
  if (!row || !isGood(tables, row, now)) return null;
  const { isUsed: _isUsed, ...link } = row;
  return link;
}

function use(tables: MemoryTables, digest: Bytes, now: number): Link | null {
  const link = find(tables, digest, now);
  const row = tables.links.get(hex(digest));
  if (link && row) row.isUsed = true;
  return link;
}

function accept(
  tables: MemoryTables,
  { digest, user, now }: { digest: Bytes; user: NewUser | string; now: number },
): AcceptResult {
  const invitation = find(tables, digest, now)?.invitation;
  if (!invitation) return { ok: false, reason: 'no_invitation' };
  if (typeof user !== 'string') {
    const created = addUser(tables, user);
    if (!created.ok) return created;
  }
  const { workspaceId, role } = invitation;
  joinWorkspace(tables, { workspaceId, userId: typeof user === 'string' ? user : user.id, role, now });
  if (typeof user !== 'string') tellWorkspaces(tables, 'user.created', { user, at: now, key: '' });
  use(tables, digest, now);
  return { ok: true };
}
