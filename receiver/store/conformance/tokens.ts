import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import type { NewToken } from '../token-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';

function makeToken(change: Partial<NewToken> = {}): NewToken {
  return {
    id: 'tok_1',
    workspaceId: 'ws_1',
    name: 'reader',
    scopes: ['read', 'write'],
    digest: utf8Bytes('d'.repeat(32)),
    createdAt: NOW,
    ...change,
  };
}

/** `TokenStore` */
export function testTokens(under: StoreUnderTest): void {
  test('are found by their id and listed by workspace, oldest first, without their digests', async () => {
    expect(await under.store.createToken(makeToken())).toEqual({ ok: true });
    await under.store.createToken(makeToken({ id: 'tok_2', scopes: [] }));
    await under.store.createToken(makeToken({ id: 'tok_3', workspaceId: null, scopes: ['admin'] }));
    const { digest, ...token } = makeToken();
    const { id, workspaceId, name, scopes } = token;
    expect(await under.store.findLiveToken('tok_1')).toEqual({ id, workspaceId, name, scopes, digest });
    const listed = await under.store.listTokens('ws_1');
    expect(listed[0]).toEqual({ ...token, revokedAt: null, lastUsedAt: null });
    expect(listed.map((one) => one.id)).toEqual(['tok_1', 'tok_2']);
    expect((await under.store.listTokens(null)).map((one) => one.id)).toEqual(['tok_3']);
    expect(await under.store.listTokens('ws_2')).toEqual([]);
    expect(await under.store.findLiveToken('tok_9')).toBeNull();
  });

  test('need a workspace that exists', async () => {
    const result = await under.store.createToken(makeToken({ workspaceId: 'ws_none' }));
    expect(result).toEqual({ ok: false, reason: 'no_workspace' });
  });

  test('say when they were last used, to within a minute', async () => {
    await under.store.createToken(makeToken());
    for (const [now, noted] of [
      [NOW, NOW],
      [NOW + 59_999, NOW],
      [NOW + 60_000, NOW + 60_000],
    ] as const) {
      await under.store.touchToken('tok_1', now);
      expect((await under.store.listTokens('ws_1'))[0]?.lastUsedAt).toBe(noted);
    }
  });

  test('are worth nothing once revoked, and stay known', async () => {
    await under.store.createToken(makeToken());
    const revoked = { workspaceId: 'ws_1', id: 'tok_1', now: NOW + 5 };
    expect(await under.store.revokeToken({ ...revoked, workspaceId: 'ws_2' })).toBe(false);
    expect(await under.store.revokeToken({ ...revoked, workspaceId: null })).toBe(false);
    expect(await under.store.revokeToken(revoked)).toBe(true);
    expect(await under.store.revokeToken(revoked)).toBe(false);
    expect(await under.store.findLiveToken('tok_1')).toBeNull();
    expect(await under.store.listTokens('ws_1')).toMatchObject([{ id: 'tok_1', revokedAt: NOW + 5 }]);
  });
}
