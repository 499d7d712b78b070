import { expect, test } from 'vitest';
import { DEFAULT_WORKSPACE_SETTINGS } from '../workspace-store.ts';
import { KEY, makeMessage, makeNewEvent, makeState, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `WorkspaceStore` */
export function testWorkspaces(under: StoreUnderTest): void {
  test('are found with their first key, and listed', async () => {
    expect(await under.store.findWorkspace('ws_1')).toEqual({
      id: 'ws_1',
      name: 'One',
      createdAt: NOW,
      settings: DEFAULT_WORKSPACE_SETTINGS,
    });
    expect(await under.store.findLiveKeys('ws_1', null, NOW)).toEqual([{ id: 'key_1', secret: 'secret-1' }]);
    expect(await under.store.findWorkspace('ws_3')).toBeNull();
    expect((await under.store.listWorkspaces()).map(({ id }) => id)).toEqual(['ws_1', 'ws_2']);
  });

  test('share neither id nor secret', async () => {
    const workspace = { id: 'ws_1', name: '', createdAt: NOW, key: { id: 'key_3', secret: 'secret-3' } };
    expect(await under.store.createWorkspace(workspace)).toEqual({ ok: false, reason: 'id_taken' });
    const other = { ...workspace, id: 'ws_3', key: { id: 'key_3', secret: 'secret-1' } };
    expect(await under.store.createWorkspace(other)).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await under.store.findWorkspace('ws_3')).toBeNull();
  });

  test('are changed in what is named', async () => {
    const { store } = under;
    await store.updateWorkspace('ws_1', { settings: { renderOnly: true, retentionDays: 7 } });
    await store.updateWorkspace('ws_1', { name: 'Uno', settings: { retentionDays: null } });
    const settings = { ...DEFAULT_WORKSPACE_SETTINGS, renderOnly: true };
    expect(await store.findWorkspace('ws_1')).toEqual({ id: 'ws_1', name: 'Uno', createdAt: NOW, settings });
    expect((await store.findWorkspace('ws_2'))?.settings).toEqual(DEFAULT_WORKSPACE_SETTINGS);
    expect(await store.updateWorkspace('ws_3', { settings: {} })).toBeNull();
  });
}

/** `WorkspaceStore`: removal. */
export function testRemovedWorkspaces(under: StoreUnderTest): void {
  test('are reached by nobody, and their ids and secrets stay taken', async () => {
    const { store } = under;
    const token = {
      id: 'tok_1',
      workspaceId: 'ws_1',
      name: '',
      scopes: [],
      digest: new Uint8Array(32),
      createdAt: NOW,
    };
    await store.createToken(token);
    await store.setSource('ws_1', 'github', { scheme: 'github', secret: 'github-secret' });
    expect(await store.removeWorkspace('ws_1', NOW)).toBe(true);
    expect(await store.removeWorkspace('ws_1', NOW)).toBe(false);
    expect(await store.findWorkspace('ws_1')).toBeNull();
    expect((await store.listWorkspaces()).map(({ id }) => id)).toEqual(['ws_2']);
    expect(await store.findLiveKeys('ws_1', null, NOW)).toEqual([]);
    expect(await store.findLiveToken('tok_1')).toBeNull();
    expect(await store.findSource('ws_1', 'github')).toBeNull();
    const again = { id: 'ws_1', name: '', createdAt: NOW, key: { id: 'key_9', secret: 'secret-9' } };
    expect(await store.createWorkspace(again)).toEqual({ ok: false, reason: 'id_taken' });
    const other = { ...again, id: 'ws_9', key: { id: 'key_9', secret: 'secret-1' } };
    expect(await store.createWorkspace(other)).toEqual({ ok: false, reason: 'secret_taken' });
  });

  test('lose what they hold, piece by piece, and no other workspace does', async () => {
    const { store } = under;
    for (const workspaceId of ['ws_1', 'ws_2']) {
      await store.acceptBatch([makeNewEvent({ workspaceId })], OPTIONS);
      const key = { ...KEY, workspaceId };
      const base = makeState([makeMessage('m1', 0)]);
      const state = { ...base, conversation: { ...base.conversation, id: `conv_${workspaceId}`, workspaceId } };
      await store.saveConversation(key, NOW, () => ({ state, events: [], idleAt: null }));
    }
    await store.removeWorkspace('ws_1', NOW);
    let purged = 0;
    for (let count = -1; count !== 0; purged += count) count = await store.purgeWorkspaces(1);
    expect(purged).toBeGreaterThan(1);
    expect(await store.listEvents({ workspaceId: 'ws_1', limit: 10 })).toEqual([]);
    expect(await store.findConversation('ws_1', 'conv_ws_1')).toBeNull();
    expect(await store.listEvents({ workspaceId: 'ws_2', limit: 10 })).toHaveLength(1);
    expect(await store.findConversation('ws_2', 'conv_ws_2')).toMatchObject({ messages: [{ id: 'm1' }] });
  });
}
