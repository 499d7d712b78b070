import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import type { NewLink } from '../session-store.ts';
import type { NewUser } from '../user-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';

function makeUser(change: Partial<NewUser> = {}): NewUser {
  return { id: 'usr_1', name: 'Ann', isOperator: false, passwordHash: null, createdAt: NOW, ...change };
}

const digestOf = (name: string) => utf8Bytes(name.padEnd(32, '.'));

function makeLink(change: Partial<NewLink> = {}): NewLink {
  return {
    id: 'link_1',
    digest: digestOf('link'),
    createdAt: NOW,
    expiresAt: NOW + 1000,
    invitation: { workspaceId: 'ws_1', role: 'viewer', note: 'for Ann' },
    ...change,
  };
}

/** `UserStore` */
export function testUsers(under: StoreUnderTest): void {
  test('are found by id and by name in any case, which nobody else can have', async () => {
    const { store } = under;
    expect(await store.createUser(makeUser())).toEqual({ ok: true });
    expect(await store.createUser(makeUser({ id: 'usr_2', name: 'ANN' }))).toEqual({ ok: false, reason: 'name_taken' });
    expect(await store.createUser(makeUser({ id: 'usr_2', name: 'Ben', isOperator: true }))).toEqual({ ok: true });
    expect(await store.findUser('usr_1')).toEqual(makeUser());
    expect(await store.findUserByName('aNN')).toEqual(makeUser());
    expect(await store.findUser('usr_9')).toBeNull();
    expect(await store.findOperator()).toMatchObject({ id: 'usr_2' });
    expect(await store.renameUser({ id: 'usr_2', name: 'ann', now: NOW })).toEqual({ ok: false, reason: 'name_taken' });
    expect(await store.renameUser({ id: 'usr_1', name: 'ANNA', now: NOW })).toEqual({ ok: true });
    await store.setPasswordHash('usr_1', 'hash');
    expect(await store.findUserByName('anna')).toMatchObject({ name: 'ANNA', passwordHash: 'hash' });
  });

  test('become members by an invitation, which is good once and until its time is up', async () => {
    const { store } = under;
    await store.createLink(makeLink());
    const accepted = { digest: digestOf('link'), user: makeUser(), now: NOW + 999 };
    expect(await store.acceptInvitation({ ...accepted, now: NOW + 1000 })).toEqual({
      ok: false,
      reason: 'no_invitation',
    });
    expect(await store.listInvitations('ws_1', NOW)).toMatchObject([{ id: 'link_1', expiresAt: NOW + 1000 }]);
    await store.createUser(makeUser({ id: 'usr_0', name: 'ann' }));
    expect(await store.acceptInvitation(accepted)).toEqual({ ok: false, reason: 'name_taken' });
    const named = { ...accepted, user: makeUser({ name: 'Cleo' }) };
    expect(await store.acceptInvitation(named)).toEqual({ ok: true });
    expect(await store.acceptInvitation(named)).toEqual({ ok: false, reason: 'no_invitation' });
    expect(await store.listInvitations('ws_1', NOW)).toEqual([]);
    expect(await store.listMembers('ws_1')).toEqual([
      { userId: 'usr_1', name: 'Cleo', role: 'viewer', since: NOW + 999 },
    ]);

    await store.createLink(
      makeLink({
        id: 'link_2',
        digest: digestOf('two'),
        invitation: { workspaceId: 'ws_2', role: 'owner', note: '' },
      }),
    );
    expect(await store.acceptInvitation({ digest: digestOf('two'), user: 'usr_1', now: NOW })).toEqual({ ok: true });
    expect(await store.listMemberships('usr_1')).toEqual([
      { workspaceId: 'ws_1', workspaceName: 'One', role: 'viewer' },
      { workspaceId: 'ws_2', workspaceName: 'Two', role: 'owner' },
    ]);
  });

  test('get another role, and are members no longer', async () => {
    const { store } = under;
    await store.createLink(makeLink());
    await store.acceptInvitation({ digest: digestOf('link'), user: makeUser(), now: NOW });
    const member = { workspaceId: 'ws_1', userId: 'usr_1', now: NOW, mayLeaveNoOwner: false };
    const session = { digest: digestOf('a'), userId: 'usr_1', isByLink: false, createdAt: NOW };
    const noMember = { ok: false, reason: 'no_member' };
    const lastOwner = { ok: false, reason: 'last_owner' };
    await store.createSession(session);
    expect(await store.setRole({ ...member, workspaceId: 'ws_2', role: 'owner' })).toEqual(noMember);
    expect(await store.setRole({ ...member, role: 'viewer' })).toEqual({ ok: true });
    expect(await store.listSessions('usr_1')).toHaveLength(1);
    expect(await store.setRole({ ...member, role: 'owner' })).toEqual({ ok: true });
    expect(await store.listSessions('usr_1')).toEqual([]);
    expect(await store.listMembers('ws_1')).toMatchObject([{ role: 'owner' }]);
    expect(await store.setRole({ ...member, role: 'member' })).toEqual(lastOwner);
    expect(await store.removeMember(member)).toEqual(lastOwner);
    await store.createSession({ ...session, digest: digestOf('b') });
    expect(await store.removeMember({ ...member, mayLeaveNoOwner: true })).toEqual({ ok: true });
    expect(await store.findSession(digestOf('b'))).toBeNull();
    expect(await store.removeMember(member)).toEqual(noMember);
    expect(await store.listMemberships('usr_1')).toEqual([]);
  });

  test('and what happens to them stands in the outbox of each of their workspaces, once', async () => {
    const { store } = under;
    await store.createLink(makeLink());
    await store.acceptInvitation({ digest: digestOf('link'), user: makeUser(), now: NOW });
    await store.createSession({ digest: digestOf('a'), userId: 'usr_1', isByLink: false, createdAt: NOW });
    await store.endSession(digestOf('a'), NOW + 1);
    await store.endSession(digestOf('a'), NOW + 2);
    await store.renameUser({ id: 'usr_1', name: 'Anna', now: NOW + 3 });
    const member = { workspaceId: 'ws_1', userId: 'usr_1', now: NOW + 4, mayLeaveNoOwner: false };
    await store.setRole({ ...member, role: 'member' });
    await store.setRole({ ...member, role: 'member' });
    await store.removeMember(member);
    await store.renameUser({ id: 'usr_1', name: 'Anne', now: NOW + 5 });
    const events = (await store.readOutbox({ after: 0, limit: 100 })).map(
      ({ payload }) => JSON.parse(payload) as object,
    );
    const user = { user_id: 'usr_1', name: 'Ann' };
    expect(events).toMatchObject([
      { workspace_id: 'ws_1', type: 'workspace.user.added', data: { ...user, role: 'viewer' } },
      { type: 'user.created', data: user },
      { type: 'user.login', data: user },
      { type: 'user.logout', data: user },
      { type: 'user.updated', data: { ...user, name: 'Anna' } },
      { type: 'workspace.user.role_changed', data: { ...user, name: 'Anna', role: 'member' } },
      { type: 'workspace.user.removed', data: { ...user, name: 'Anna', role: 'member' } },
    ]);
  });

  test('have no part in a workspace that was removed, and its invitations are good for nothing', async () => {
    const { store } = under;
    await store.createLink(makeLink());
    await store.acceptInvitation({ digest: digestOf('link'), user: makeUser(), now: NOW });
    await store.createLink(makeLink({ id: 'link_2', digest: digestOf('two') }));
    await store.removeWorkspace('ws_1', NOW);
    expect(await store.listMemberships('usr_1')).toEqual([]);
    expect(await store.findLink(digestOf('two'), NOW)).toBeNull();
  });
}

/** `SessionStore` */
export function testSessions(under: StoreUnderTest): void {
  test('last until they are ended, and say when they were used, to within a minute', async () => {
    const { store } = under;
    await store.createUser(makeUser());
    const session = { digest: digestOf('a'), userId: 'usr_1', isByLink: true, createdAt: NOW };
    await store.createSession(session);
    expect(await store.findSession(digestOf('a'))).toEqual({ ...session, lastUsedAt: NOW });
    await store.touchSession(digestOf('a'), NOW + 59_999);
    expect(await store.findSession(digestOf('a'))).toMatchObject({ lastUsedAt: NOW });
    await store.touchSession(digestOf('a'), NOW + 60_000);
    expect(await store.findSession(digestOf('a'))).toMatchObject({ lastUsedAt: NOW + 60_000 });
    await store.endSession(digestOf('a'), NOW);
    expect(await store.findSession(digestOf('a'))).toBeNull();
  });

  test('of one user are ended together, but for one', async () => {
    const { store } = under;
    await store.createUser(makeUser());
    await store.createUser(makeUser({ id: 'usr_2', name: 'Ben' }));
    for (const [name, userId] of [
      ['a', 'usr_1'],
      ['b', 'usr_1'],
      ['c', 'usr_2'],
    ] as const)
      await store.createSession({ digest: digestOf(name), userId, isByLink: false, createdAt: NOW });
    expect((await store.listSessions('usr_1')).map(({ digest }) => digest)).toEqual([digestOf('a'), digestOf('b')]);
    await store.endSessionsOf('usr_1', digestOf('b'));
    const left = await Promise.all(['a', 'b', 'c'].map((name) => store.findSession(digestOf(name))));
    expect(left.map((session) => session !== null)).toEqual([false, true, true]);
    await store.endSessionsOf('usr_1');
    expect(await store.findSession(digestOf('b'))).toBeNull();
  });

  test('links are good once, until their time is up or they are withdrawn', async () => {
    const { store } = under;
    await store.createLink(makeLink({ invitation: null }));
    expect(await store.useLink(digestOf('link'), NOW + 1000)).toBeNull();
    expect(await store.useLink(digestOf('other'), NOW)).toBeNull();
    expect(await store.useLink(digestOf('link'), NOW)).toMatchObject({ id: 'link_1', invitation: null });
    expect(await store.useLink(digestOf('link'), NOW)).toBeNull();
    await store.createLink(makeLink({ id: 'link_2', digest: digestOf('two') }));
    expect(await store.withdrawInvitation('ws_2', 'link_2', NOW)).toBe(false);
    expect(await store.withdrawInvitation('ws_1', 'link_2', NOW)).toBe(true);
    expect(await store.withdrawInvitation('ws_1', 'link_2', NOW)).toBe(false);
    expect(await store.findLink(digestOf('two'), NOW)).toBeNull();
  });
}
