import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import type { NewKey } from '../key-store.ts';
import type { PairingCode } from '../pairing-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';

function makeCode(change: Partial<PairingCode> = {}): PairingCode {
  const digest = utf8Bytes('d'.repeat(32));
  return { id: 'pair_1', workspaceId: 'ws_1', deviceName: null, digest, expiresAt: NOW + 600, ...change };
}

function makeKey(change: Partial<NewKey> = {}): NewKey {
  const named = { id: 'key_9', workspaceId: 'ws_1', name: 'laptop', source: null, kind: 'device' } as const;
  return { ...named, secret: 'secret-9', createdAt: NOW, ...change };
}

/** `PairingStore` */
export function testPairing(under: StoreUnderTest): void {
  const liveIds = async (now = NOW) => (await under.store.listLivePairingCodes(now)).map(({ id }) => id);

  test('codes are there as they were made, until their time is up', async () => {
    expect(await under.store.createPairingCode(makeCode(), NOW)).toEqual({ ok: true });
    await under.store.createPairingCode(makeCode({ id: 'pair_2', deviceName: 'phone', expiresAt: NOW + 900 }), NOW);
    expect(await under.store.listLivePairingCodes(NOW + 599)).toEqual([
      makeCode(),
      makeCode({ id: 'pair_2', deviceName: 'phone', expiresAt: NOW + 900 }),
    ]);
    expect(await liveIds(NOW + 600)).toEqual(['pair_2']);
    expect(await liveIds(NOW + 900)).toEqual([]);
  });

  test('codes whose time is up are forgotten when another is made', async () => {
    await under.store.createPairingCode(makeCode(), NOW);
    await under.store.createPairingCode(makeCode({ id: 'pair_2', expiresAt: NOW + 1200 }), NOW + 600);
    expect(await liveIds(NOW)).toEqual(['pair_2']);
  });

  test('a code needs a workspace that exists', async () => {
    const made = await under.store.createPairingCode(makeCode({ workspaceId: 'ws_none' }), NOW);
    expect(made).toEqual({ ok: false, reason: 'no_workspace' });
  });

  test('a workspace that is removed takes its codes along', async () => {
    await under.store.createPairingCode(makeCode(), NOW);
    await under.store.removeWorkspace('ws_1', NOW);
    expect(await liveIds()).toEqual([]);
    const another = await under.store.createPairingCode(makeCode({ id: 'pair_2' }), NOW);
    expect(another).toEqual({ ok: false, reason: 'no_workspace' });
  });

  test('a code gives one key, once', async () => {
    await under.store.createPairingCode(makeCode(), NOW);
    expect(await under.store.redeemPairingCode('pair_1', makeKey())).toEqual({ ok: true });
    const again = await under.store.redeemPairingCode('pair_1', makeKey({ id: 'key_10', secret: 'secret-10' }));
    expect(again).toEqual({ ok: false, reason: 'no_code' });
    expect(await liveIds()).toEqual([]);
    const listed = await under.store.listKeys('ws_1');
    expect(listed.map(({ id, kind }) => [id, kind])).toEqual([
      ['key_1', 'workspace'],
      ['key_9', 'device'],
    ]);
  });

  test('a code gives nothing once its time is up', async () => {
    await under.store.createPairingCode(makeCode(), NOW);
    const late = await under.store.redeemPairingCode('pair_1', makeKey({ createdAt: NOW + 600 }));
    expect(late).toEqual({ ok: false, reason: 'no_code' });
    expect(await under.store.listKeys('ws_1')).toHaveLength(1);
  });

  test('a code is left as it was when its key cannot be made', async () => {
    await under.store.createPairingCode(makeCode(), NOW);
    const taken = await under.store.redeemPairingCode('pair_1', makeKey({ secret: 'secret-2' }));
    expect(taken).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await liveIds()).toEqual(['pair_1']);
  });
}
