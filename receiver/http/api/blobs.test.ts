import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { makeApi } from '../../test-support/api.ts';
import { signedInit } from '../../test-support/signed-request.ts';

test('large content comes back byte for byte and is nothing that a browser runs', async () => {
  const { app, ask, clock } = await makeApi();
  const body = utf8Bytes('<script>alert(1)</script>');
  const digest = createHash('sha256').update(body).digest('hex');
  const headers = { 'content-type': 'text/html' };
  const init = await signedInit({ event_id: digest }, { timestampSec: clock.now / 1000, body, headers });
  expect((await app.request(`/webhooks/v1/ws_1/blobs/${digest}`, { ...init, method: 'PUT' })).status).toBe(201);

  const answer = await ask(`GET /blobs/${digest}`);
  expect(answer.status).toBe(200);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toBe('attachment');
});

test.each(['0'.repeat(64), '..%2F..', 'x'])('%s is not there', async (digest) => {
  const { tell } = await makeApi();
  expect(await tell(`GET /blobs/${digest}`)).toMatchObject({ status: 404, body: { error: 'not_found' } });
});
