import { expect, test } from 'vitest';
import type { NewKey } from '../key-store.ts';
import { DAY_MS, NOW, type StoreUnderTest } from './fixtures.ts';

function makeKey(change: Partial<NewKey> = {}): NewKey {
  return {
    id: 'key_9',
    workspaceId: 'ws_1',
    name: 'laptop',
    source: null,
    kind: 'device',
    secret: 'secret-9',
    createdAt: NOW,
    ...change,
  };
}

/** `KeyStore` */
export function testKeys(under: StoreUnderTest): void {
  const liveIds = async (source: string | null = null, now = NOW) =>
    (await under.store.findLiveKeys('ws_1', source, now)).map(({ id }) => id);

  test('are listed with everything but their secrets', async () => {
    expect(await under.store.createKey(makeKey({ source: 'slack' }))).toEqual({ ok: true });
    const { secret: _secret, ...key } = makeKey({ source: 'slack' });
    const listed = await under.store.listKeys('ws_1');
    expect(listed[1]).toEqual({ ...key, expiresAt: null, revokedAt: null, lastUsedAt: null });
    expect(listed.map(({ id, kind }) => [id, kind])).toEqual([
      ['key_1', 'workspace'],
      ['key_9', 'device'],
    ]);
    expect(await under.store.listKeys('ws_none')).toEqual([]);
  });

  test('of a source are good for that source alone, newest first', async () => {
    await under.store.createKey(makeKey());
    await under.store.createKey(makeKey({ id: 'key_s', source: 'slack', secret: 'secret-s' }));
    expect(await liveIds('slack')).toEqual(['key_s', 'key_9', 'key_1']);
    expect(await liveIds('chatgpt')).toEqual(['key_9', 'key_1']);
    expect(await liveIds(null)).toEqual(['key_9', 'key_1']);
    expect(await under.store.findLiveKeys('ws_none', null, NOW)).toEqual([]);
  });

  test.each([
    ['secret_taken', 'the same workspace', { secret: 'secret-1' }],
    ['secret_taken', 'another workspace', { secret: 'secret-2' }],
    ['secret_taken', "another workspace's source", { secret: 'source-secret' }],
    ['no_workspace', 'nobody', { workspaceId: 'ws_none' }],
  ])('%s: of %s', async (reason, _, change) => {
    await under.store.setSource('ws_2', 'github', { scheme: 'github', secret: 'source-secret' });
    expect(await under.store.createKey(makeKey(change))).toEqual({ ok: false, reason });
    expect(await liveIds()).toEqual(['key_1']);
  });

  test('are worth nothing once revoked, and stay known', async () => {
    await under.store.createKey(makeKey());
    const revoked = { workspaceId: 'ws_1', id: 'key_9', now: NOW + 5 };
    expect(await under.store.revokeKey({ ...revoked, workspaceId: 'ws_2' })).toBe(false);
    expect(await under.store.revokeKey(revoked)).toBe(true);
    expect(await under.store.revokeKey(revoked)).toBe(false);
    expect(await liveIds()).toEqual(['key_1']);
    expect((await under.store.listKeys('ws_1'))[1]).toMatchObject({ id: 'key_9', revokedAt: NOW + 5 });
    expect(await under.store.createKey(makeKey({ id: 'key_10' }))).toMatchObject({ reason: 'secret_taken' });
  });
}

/** `KeyStore`: a new key takes the place of others. */
export function testRotation(under: StoreUnderTest): void {
  const liveIds = async (source: string | null, now = NOW) =>
    (await under.store.findLiveKeys('ws_1', source, now)).map(({ id }) => id);

  test('that are rotated live on for the overlap, those of other kinds and sources for ever', async () => {
    await under.store.createKey(makeKey());
    await under.store.createKey(makeKey({ id: 'key_s', kind: 'workspace', source: 'slack', secret: 'secret-s' }));
    const second = makeKey({ id: 'key_n', kind: 'workspace', secret: 'secret-n' });
    expect(await under.store.rotateKeys(second, NOW + DAY_MS)).toEqual({ ok: true });
    expect(await liveIds('slack', NOW + DAY_MS - 1)).toEqual(['key_n', 'key_s', 'key_9', 'key_1']);
    expect(await liveIds('slack', NOW + DAY_MS)).toEqual(['key_n', 'key_s', 'key_9']);

    const third = makeKey({ id: 'key_m', kind: 'workspace', secret: 'secret-m' });
    await under.store.rotateKeys(third, NOW + 2 * DAY_MS);
    const ends = (await under.store.listKeys('ws_1')).map(({ id, expiresAt }) => [id, expiresAt]);
    expect(Object.fromEntries(ends)).toEqual({
      key_1: NOW + DAY_MS,
      key_9: null,
      key_s: null,
      key_n: NOW + 2 * DAY_MS,
      key_m: null,
    });
  });

  test('are as before when the new secret is taken', async () => {
    const taken = makeKey({ kind: 'workspace', secret: 'secret-2' });
    expect(await under.store.rotateKeys(taken, NOW)).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await liveIds(null)).toEqual(['key_1']);
  });
}
