import { expect, test } from 'vitest';
import { NOW, type StoreUnderTest } from './fixtures.ts';

/** `WorkspaceStore` */
export function testWorkspaces(under: StoreUnderTest): void {
  test('are found with their secrets, and listed', async () => {
    const found = await under.store.findWorkspace('ws_1', NOW);
    expect(found).toEqual({ id: 'ws_1', name: 'One', createdAt: NOW, secrets: ['secret-1'] });
    expect(await under.store.findWorkspace('ws_3', NOW)).toBeNull();
    expect((await under.store.listWorkspaces()).map(({ id }) => id)).toEqual(['ws_1', 'ws_2']);
  });

  test('share neither id nor secret', async () => {
    const workspace = { id: 'ws_1', name: '', secret: 'secret-3', createdAt: NOW };
    expect(await under.store.createWorkspace(workspace)).toEqual({ ok: false, reason: 'id_taken' });
    const other = { ...workspace, id: 'ws_3', secret: 'secret-1' };
    expect(await under.store.createWorkspace(other)).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await under.store.findWorkspace('ws_3', NOW)).toBeNull();
  });

  test('have a policy for each source', async () => {
    expect(await under.store.findSourcePolicy('ws_1', 'chatgpt')).toBe('compat');
    await under.store.setSourcePolicy('ws_1', 'chatgpt', 'strict');
    expect(await under.store.findSourcePolicy('ws_1', 'chatgpt')).toBe('strict');
    expect(await under.store.findSourcePolicy('ws_1', 'claude')).toBe('compat');
    expect(await under.store.findSourcePolicy('ws_2', 'chatgpt')).toBe('compat');
  });
}
