import { expect, test } from 'vitest';
import { NOW, type StoreUnderTest } from './fixtures.ts';
import { makeNewWebhook } from './webhook-fixtures.ts';

/** `WebhookStore`. */
export function testWebhooks(under: StoreUnderTest): void {
  test('keeps a webhook as it was made, and finds it in its workspace alone', async () => {
    const made = await under.store.createWebhook(makeNewWebhook());
    expect(made).toEqual({
      ...makeNewWebhook(),
      updatedAt: NOW,
      disabledAt: null,
      disabledReason: null,
      previousSecret: null,
      encryptionKey: null,
      failingSince: null,
      failures: 0,
    });
    expect(await under.store.findWebhook('ws_1', 'wh_1')).toEqual(made);
    expect(await under.store.findWebhook('ws_2', 'wh_1')).toBeNull();
    expect(await under.store.findWebhook('ws_1', 'wh_2')).toBeNull();
  });

  test('lists a page, newest first, with the total', async () => {
    for (const [i, isActive] of [true, false, true].entries())
      await under.store.createWebhook(makeNewWebhook({ id: `wh_${i}`, isActive }));
    await under.store.createWebhook(makeNewWebhook({ id: 'wh_other', workspaceId: 'ws_2' }));
    const list = async (active: boolean | null, offset = 0, limit = 10) => {
      const { items, total } = await under.store.listWebhooks({ workspaceId: 'ws_1', active, offset, limit });
      return [items.map(({ id }) => id), total];
    };
    const follow = async (active: boolean | null) => {
      const pages: string[][] = [];
      for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
        const page = await under.store.listWebhooks({ workspaceId: 'ws_1', active, before, limit: 1 });
        pages.push(page.items.map(({ id }) => id));
        before = page.next;
        // What comes meanwhile stands before the place.
        await under.store.createWebhook(makeNewWebhook({ id: `wh_late_${active}_${pages.length}` }));
      }
      return pages;
    };
    expect(await list(null)).toEqual([['wh_2', 'wh_1', 'wh_0'], 3]);
    expect(await list(true)).toEqual([['wh_2', 'wh_0'], 2]);
    expect(await list(false)).toEqual([['wh_1'], 1]);
    expect(await list(null, 1, 1)).toEqual([['wh_1'], 3]);
    expect(await under.store.webhookTargets()).toHaveLength(4);
    expect(await follow(null)).toEqual([['wh_2'], ['wh_1'], ['wh_0']]);
    expect(await follow(false)).toEqual([['wh_1']]);
  });

  test('changes what is given and nothing else', async () => {
    await under.store.createWebhook(makeNewWebhook());
    const change = { workspaceId: 'ws_1', id: 'wh_1', settings: { name: 'New', fields: null }, now: NOW + 5 };
    const changed = await under.store.updateWebhook(change);
    expect(changed).toMatchObject({ ...makeNewWebhook(), name: 'New', fields: null, updatedAt: NOW + 5 });
    expect(await under.store.updateWebhook({ ...change, workspaceId: 'ws_2' })).toBeNull();
  });

  test('is switched off by hand and on again', async () => {
    await under.store.createWebhook(makeNewWebhook());
    const turn = (active: boolean, now: number) =>
      under.store.updateWebhook({ workspaceId: 'ws_1', id: 'wh_1', settings: {}, active, now });
    expect(await turn(false, NOW + 1)).toMatchObject({
      isActive: false,
      disabledAt: NOW + 1,
      disabledReason: 'by_hand',
    });
    expect(await turn(true, NOW + 2)).toMatchObject({ isActive: true, disabledAt: null, disabledReason: null });
  });

  test('keeps the old secret while it overlaps with the new one', async () => {
    await under.store.createWebhook(makeNewWebhook());
    const rotation = { workspaceId: 'ws_1', id: 'wh_1', secret: 'whsec_bmV3', overlapUntil: NOW + 9, now: NOW + 1 };
    expect(await under.store.rotateWebhookSecret(rotation)).toMatchObject({
      secret: 'whsec_bmV3',
      previousSecret: { secret: makeNewWebhook().secret, until: NOW + 9 },
    });
    expect(await under.store.rotateWebhookSecret({ ...rotation, workspaceId: 'ws_2' })).toBeNull();
  });

  test('has a key of its own for payloads, until it is taken away', async () => {
    await under.store.createWebhook(makeNewWebhook());
    const change = { workspaceId: 'ws_1', id: 'wh_1', key: 'k1', now: NOW + 1 };
    const keyed = await under.store.setWebhookEncryptionKey(change);
    expect(keyed).toMatchObject({ encryptionKey: 'k1', updatedAt: NOW + 1, secret: makeNewWebhook().secret });
    expect(await under.store.findWebhook('ws_1', 'wh_1')).toEqual(keyed);
    expect(await under.store.setWebhookEncryptionKey({ ...change, workspaceId: 'ws_2', key: 'k2' })).toBeNull();
    expect(await under.store.setWebhookEncryptionKey({ ...change, key: null })).toMatchObject({ encryptionKey: null });
  });

  test('is deleted once, in its workspace alone', async () => {
    await under.store.createWebhook(makeNewWebhook());
    expect(await under.store.deleteWebhook('ws_2', 'wh_1')).toBe(false);
    expect(await under.store.deleteWebhook('ws_1', 'wh_1')).toBe(true);
    expect(await under.store.deleteWebhook('ws_1', 'wh_1')).toBe(false);
    expect(await under.store.webhookTargets()).toEqual([]);
  });
}
