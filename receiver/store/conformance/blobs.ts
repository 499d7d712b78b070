import { expect, test } from 'vitest';
import { NOW, type StoreUnderTest } from './fixtures.ts';

/** `BlobStore` */
export function testBlobs(under: StoreUnderTest): void {
  const blob = { workspaceId: 'ws_1', digest: 'ab'.repeat(32), sizeBytes: 3, mimeType: 'image/png', createdAt: NOW };

  test('are new once and then stay as they were', async () => {
    expect(await under.store.findBlob('ws_1', blob.digest)).toBeNull();
    expect(await under.store.recordBlob(blob)).toBe(true);
    expect(await under.store.recordBlob({ ...blob, mimeType: 'text/plain', createdAt: NOW + 1 })).toBe(false);
    expect(await under.store.findBlob('ws_1', blob.digest)).toEqual(blob);
  });

  test('belong to one workspace', async () => {
    await under.store.recordBlob(blob);
    expect(await under.store.findBlob('ws_2', blob.digest)).toBeNull();
    expect(await under.store.recordBlob({ ...blob, workspaceId: 'ws_2' })).toBe(true);
    await expect(under.store.recordBlob({ ...blob, workspaceId: 'ws_none' })).rejects.toThrow();
  });
}
