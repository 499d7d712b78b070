import type { BlobStore } from '../blob-store.ts';
import { keyOf, type MemoryContext } from './context.ts';

export function createBlobStore({ tables: { blobs, workspaces }, run }: MemoryContext): BlobStore {
  return {
    recordBlob: (blob) =>
      run(() => {
        if (!workspaces.has(blob.workspaceId)) throw new Error(`no workspace ${blob.workspaceId}`);
        const key = keyOf(blob.workspaceId, blob.digest);
        if (blobs.has(key)) return false;
        blobs.set(key, blob);
        return true;
      }),
    findBlob: (workspaceId, digest) => run(() => blobs.get(keyOf(workspaceId, digest)) ?? null),
  };
}
