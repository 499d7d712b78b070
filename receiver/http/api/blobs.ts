import { Readable } from 'node:stream';
import { type BlobParts, openBlob } from '../../blobs/open-blob.ts';
import { answerError } from '../answers.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Reading large content back: what `"ref": "blob:sha256:…"` of an attachment points to. */
export function createBlobReadRoutes(blobs: BlobParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/blobs/{digest}',
      scope: 'read',
      summary: 'Large content by its SHA-256 digest, as 64 hex digits',
      answer: { status: 200, description: 'The bytes', mediaType: 'application/octet-stream' },
      handle: async ({ c, workspaceId }) => {
        const found = await openBlob(blobs, workspaceId, c.req.param('digest') ?? '');
        if (!found) return answerError(c, 'not_found');
        const { bytes, record } = found;
        return c.body(Readable.toWeb(bytes) as ReadableStream, 200, {
          // Not the type that its sender named: a browser must not take it for anything that runs.
          'Content-Type': 'application/octet-stream',
          'Content-Disposition': 'attachment',
          'Content-Length': String(record.sizeBytes),
          'X-Content-Type-Options': 'nosniff',
        });
      },
    }),
  ];
}
