import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { BlobFiles } from '../blobs/blob-files.ts';
import { openBlob } from '../blobs/open-blob.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { type RequestOptions, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const NOW_SEC = NOW / 1000;
const PICTURE = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 251);

const digestOf = (bytes: Bytes) => createHash('sha256').update(bytes).digest('hex');

async function makeBlobReceiver(change: Parameters<typeof makeReceiver>[0] = {}) {
  const receiver = await makeReceiver(change);
  const dir = `${receiver.dataDir}/blobs`;
  const files = () =>
    existsSync(dir) ? readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const ask = async (
    method: 'PUT' | 'HEAD',
    bytes: Bytes,
    options: Partial<RequestOptions> & { digest?: string } = {},
  ) => {
    const { digest = digestOf(bytes), ...more } = options;
    const body = method === 'PUT' ? bytes : new Uint8Array();
    const asked = { timestampSec: NOW_SEC, body, ...more, headers: { 'content-type': 'image/png', ...more.headers } };
    const { headers } = await signedInit({ event_id: digest }, asked);
    const init = method === 'PUT' ? { method, headers, body } : { method, headers };
    return receiver.app.request(`/webhooks/v1/${WORKSPACE}/blobs/${digest}`, init);
  };
  return { ...receiver, dir, files, ask };
}

describe('1.6 blobs', () => {
  test('1.6 PUT answers 201 when stored, 200 when it was there; HEAD 404 before and 200 after', async () => {
    const { ask, files } = await makeBlobReceiver();
    expect((await ask('HEAD', PICTURE)).status).toBe(404);
    expect((await ask('PUT', PICTURE)).status).toBe(201);
    expect((await ask('HEAD', PICTURE)).status).toBe(200);
    const again = await ask('PUT', PICTURE);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ status: 'duplicate', ref: `blob:sha256:${digestOf(PICTURE)}` });
    expect(files()).toHaveLength(1);
  });

  test('1.6 the bytes come back as they were, with the type of the file', async () => {
    const { ask, store, dir, files } = await makeBlobReceiver();
    await ask('PUT', PICTURE);
    const digest = digestOf(PICTURE);
    const blob = await openBlob({ store, files: new BlobFiles(dir) }, WORKSPACE, digest);
    expect(blob?.record).toMatchObject({ sizeBytes: PICTURE.length, mimeType: 'image/png' });
    expect((await buffer(blob!.bytes)).equals(PICTURE)).toBe(true);
    expect(files()[0]?.parentPath).toBe(`${dir}/${WORKSPACE}/${digest.slice(0, 2)}`);
    expect(await openBlob({ store, files: new BlobFiles(dir) }, WORKSPACE, '0'.repeat(64))).toBeNull();
  });

  test.each<[string, number, string, Partial<RequestOptions> & { digest?: string }]>([
    ['bytes that do not hash to the path', 422, 'digest_mismatch', { digest: '0'.repeat(64) }],
    ['another secret', 401, 'invalid_signature', { secret: 'a secret of another workspace' }],
    [
      'a key that is not the hash',
      422,
      'id_mismatch',
      { bodyOnly: true, headers: { 'x-iw-idempotency-key': 'other' } },
    ],
    ['a wrong clock', 401, 'invalid_timestamp', { timestampSec: NOW_SEC - 301 }],
    ['no timestamp', 400, 'missing_header', { bodyOnly: true, headers: { 'x-iw-timestamp': undefined } }],
    ['a compressed body', 415, 'unsupported_media_type', { headers: { 'content-encoding': 'gzip' } }],
  ])('1.6 %s -> %i %s, and nothing is kept', async (...[, status, error, options]) => {
    const { ask, files } = await makeBlobReceiver();
    const response = await ask('PUT', PICTURE, options);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
    expect(files()).toEqual([]);
    expect((await ask('HEAD', PICTURE)).status).toBe(404);
  });

  test('1.6 a weak signature suffices, and HEAD needs a right one', async () => {
    const { ask } = await makeBlobReceiver();
    expect((await ask('PUT', PICTURE, { bodyOnly: true })).status).toBe(201);
    expect((await ask('HEAD', PICTURE, { bodyOnly: true })).status).toBe(200);
    expect((await ask('HEAD', PICTURE, { secret: 'a secret of another workspace' })).status).toBe(401);
    expect((await ask('HEAD', PICTURE, { timestampSec: NOW_SEC - 301 })).status).toBe(401);
  });

  test('1.6 over the limit -> 413 with the limit', async () => {
    const { ask, files } = await makeBlobReceiver({ maxBlobBytes: 1024 });
    const response = await ask('PUT', PICTURE);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'payload_too_large', limit_bytes: 1024 });
    expect(files()).toEqual([]);
    expect((await ask('PUT', PICTURE.slice(0, 1024))).status).toBe(201);
  });

  test('1.6 the same bytes at once are stored once, and both are told so', async () => {
    const { ask, files } = await makeBlobReceiver();
    const statuses = (await Promise.all([ask('PUT', PICTURE), ask('PUT', PICTURE)])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 201]);
    expect(files()).toHaveLength(1);
  });

  test.each([
    ['GET', `/webhooks/v1/${WORKSPACE}/blobs/${'0'.repeat(64)}`, 405],
    ['POST', `/webhooks/v1/${WORKSPACE}/blobs/${'0'.repeat(64)}`, 405],
    ['PUT', `/webhooks/v1/${WORKSPACE}/blobs/${'A'.repeat(64)}`, 404],
    ['PUT', `/webhooks/v1/${WORKSPACE}/blobs/short`, 404],
    ['PUT', `/webhooks/v1/a.b/blobs/${'0'.repeat(64)}`, 404],
    ['HEAD', `/webhooks/v1/${WORKSPACE}/blobs/short`, 404],
  ])('1.6 %s %s -> %i', async (method, path, status) => {
    const { app } = await makeBlobReceiver();
    const response = await app.request(path, { method });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toBe('PUT, HEAD');
  });

  test('1.6 an upload that a receiver left unfinished is gone at the next start', async () => {
    const { dir, files } = await makeBlobReceiver();
    const blobs = new BlobFiles(dir);
    await (await blobs.begin()).write(utf8Bytes('half'));
    expect(files()).toHaveLength(1);
    await blobs.clean();
    expect(files()).toEqual([]);
  });

  test('1.6 a disk that fails -> 503, and nothing is said to be stored', async () => {
    const { ask, dir, log } = await makeBlobReceiver();
    await ask('PUT', utf8Bytes('first'));
    rmSync(dir, { recursive: true });
    writeFileSync(dir, 'a file where the folder should be');
    const response = await ask('PUT', PICTURE);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(log()).toContain('request_failed');
    rmSync(dir);
    expect((await ask('HEAD', PICTURE)).status).toBe(404);
    expect((await ask('PUT', PICTURE)).status).toBe(201);
  });
});
