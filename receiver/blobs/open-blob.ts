import type { Readable } from 'node:stream';
import type { BlobRecord, BlobStore } from '../store/blob-store.ts';
import type { BlobFiles } from './blob-files.ts';

export interface BlobParts {
  readonly store: BlobStore;
  readonly files: BlobFiles;
}

/** @returns what is known of a blob and its bytes, `null` when it is not stored */
export async function openBlob(
  { store, files }: BlobParts,
  workspaceId: string,
  digest: string,
): Promise<{ record: BlobRecord; bytes: Readable } | null> {
  const record = await store.findBlob(workspaceId, digest);
  return record && { record, bytes: files.read(workspaceId, digest) };
}
