import { z } from 'zod';
import type { BlobRecord, BlobStore } from '../blob-store.ts';
import type { SqliteContext } from './context.ts';

const blobRow = z
  .object({
    workspace_id: z.string(),
    digest: z.string(),
    size_bytes: z.number(),
    mime_type: z.string(),
    created_at: z.number(),
  })
  .transform(
    (row): BlobRecord => ({
      workspaceId: row.workspace_id,
      digest: row.digest,
      sizeBytes: row.size_bytes,
      mimeType: row.mime_type,
      createdAt: row.created_at,
    }),
  );

export function createBlobStore({ database, run }: SqliteContext): BlobStore {
  const insert = database.prepare(
    'INSERT INTO blobs (workspace_id, digest, size_bytes, mime_type, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const find = database.prepare('SELECT * FROM blobs WHERE workspace_id = ? AND digest = ?');
  return {
    recordBlob: ({ workspaceId, digest, sizeBytes, mimeType, createdAt }) =>
      run(() => insert.run(workspaceId, digest, sizeBytes, mimeType, createdAt).changes === 1),
    findBlob: (workspaceId, digest) =>
      run(() => {
        const row = find.get(workspaceId, digest);
        return row ? blobRow.parse(row) : null;
      }),
  };
}
