import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeNewWebhook } from '../store/conformance/webhook-fixtures.ts';
import { makeReceiver } from '../test-support/receiver.ts';
import { makeEvent, WORKSPACE } from '../test-support/signed-request.ts';
import { parseSubnets } from './target-addresses.ts';

const WEBHOOKS = 10_000;

test('ten thousand webhooks: each gets the event once, and what comes in meanwhile is taken', {
  timeout: 120_000,
}, async () => {
  const got = new Map<string, number>();
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    got.set(target, (got.get(target) ?? 0) + 1);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const subnets = parseSubnets('127.0.0.0/8');
  if (!subnets.ok) throw new Error('no subnets');
  const { store, send } = await makeReceiver({ allowedSubnets: subnets.subnets });
  const { port } = server.address() as AddressInfo;
  for (let n = 0; n < WEBHOOKS; n += 1) {
    const settings = { id: `wh_${n}`, url: `http://127.0.0.1:${port}/${n}`, eventTypes: ['webhook.*'] };
    const fields = n % 2 === 0 ? null : { 'data.source': 'chatgpt' };
    await store.createWebhook(makeNewWebhook({ workspaceId: WORKSPACE, fields, ...settings }));
  }
  await send();
  await vi.waitFor(() => expect(got.size).toBeGreaterThan(0), { timeout: 60_000 });
  const slack = makeEvent({ source: 'slack', event_id: 'evt_2', type: 'a.b' });
  expect((await send(slack, { path: `/webhooks/v1/${WORKSPACE}/slack` })).status).toBe(200);
  // The second event is none for those that want events of another source.
  const wanted = Array.from({ length: WEBHOOKS }, (_, n) => (n % 2 === 0 ? 2 : 1));
  const counts = () => Array.from({ length: WEBHOOKS }, (_, n) => got.get(`/${n}`) ?? 0);
  await vi.waitFor(() => expect(counts()).toEqual(wanted), { timeout: 90_000, interval: 500 });
});
