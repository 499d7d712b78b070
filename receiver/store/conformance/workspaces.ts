import { expect, test } from 'vitest';
import { NOW, type StoreUnderTest } from './fixtures.ts';

/** `WorkspaceStore` */
export function testWorkspaces(under: StoreUnderTest): void {
  test('are found with their first key, and listed', async () => {
    expect(await under.store.findWorkspace('ws_1')).toEqual({ id: 'ws_1', name: 'One', createdAt: NOW });
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
}
