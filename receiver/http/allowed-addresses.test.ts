import { expect, onTestFinished, test } from 'vitest';
import { makeApi } from '../test-support/api.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { startServer } from './server.ts';

/** A source that sends from some addresses alone, on a real socket: the requests come from 127.0.0.1. */

async function makeWorld() {
  const api = await makeApi();
  const server = await startServer(api.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  let serial = 0;
  const post = async (path: string, secret?: string) => {
    serial += 1;
    const event = makeEvent({ event_id: `evt_${serial}` });
    const init = await signedInit(event, { timestampSec: api.clock.now / 1000, ...(secret && { secret }) });
    const answer = await fetch(server.url + path, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const allow = (source: string, allowed: readonly string[] | null, more: object = {}) =>
    api.tell(`PUT /sources/${source}`, { allowed_addresses: allowed, ...more });
  return { ...api, post, allow };
}

const INGRESS = `/webhooks/v1/${WORKSPACE}/chatgpt`;
const GENERIC = `/api/v1/webhooks/generic/${WORKSPACE}?source=chatgpt`;
const NOT_ALLOWED = { status: 403, body: { error: 'address_not_allowed' } };

test.each([INGRESS, GENERIC, '/webhooks/v1/test'])(
  '1.4 %s: from elsewhere it is refused, once its signature verified',
  async (path) => {
    const { post, allow, tell } = await makeWorld();
    await allow('chatgpt', ['192.0.2.0/24', '2001:db8::/32']);
    expect(await post(path)).toMatchObject(NOT_ALLOWED);
    expect(await post(path, 'another secret of 32 characters!')).toMatchObject({ status: 401 });
    await allow('chatgpt', ['192.0.2.0/24', '127.0.0.1']);
    expect((await post(path)).status).toBeLessThan(300);
    await allow('chatgpt', ['fd00::/8']);
    expect(await post(path)).toMatchObject(NOT_ALLOWED);
    await allow('chatgpt', null);
    expect((await post(path)).status).toBeLessThan(300);
    expect((await tell('GET /refusals')).body['items']).toContainEqual(
      expect.objectContaining({ error: 'address_not_allowed', verified: true, address: '127.0.0.1' }),
    );
  },
);

test('where nothing is signed the address is all there is', async () => {
  const { post, allow } = await makeWorld();
  const path = `/api/v1/webhooks/generic/${WORKSPACE}?source=door`;
  await allow('door', ['192.0.2.7'], { scheme: 'none' });
  expect(await post(path)).toMatchObject(NOT_ALLOWED);
  await allow('door', ['127.0.0.0/8']);
  expect((await post(path)).status).toBe(202);
});

test('another source of the workspace is not concerned', async () => {
  const { post, allow } = await makeWorld();
  await allow('github', ['192.0.2.7']);
  expect((await post(INGRESS)).status).toBe(200);
});

test.each([[['nowhere']], [['10.0.0.0/33']], [['']], [[]]])('%j is no list of addresses', async (list) => {
  const { allow } = await makeWorld();
  expect((await allow('chatgpt', list)).status).toBe(422);
});
