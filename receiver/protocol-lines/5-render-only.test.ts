import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeNewWebhook } from '../store/conformance/webhook-fixtures.ts';
import { parseSubnets } from '../webhooks/target-addresses.ts';
import { ADMIN_TOKEN, makeApi } from '../test-support/api.ts';
import { serveChild } from '../test-support/child-receiver.ts';
import { makeTempDir } from '../test-support/receiver.ts';
import { makeEvent, SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const MARKER = 'a-marker-that-stands-nowhere-else';

/** Whatever is in the folder, also what is left of files that a process had open. */
function filesHolding(dir: string, text: string): string[] {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((path) => join(dir, path));
  return paths.filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

function markedEvent(id: string, isRenderOnly: boolean) {
  return makeEvent({
    event_id: id,
    data: {
      session_id: `s_${id}`,
      conversation_title: MARKER,
      messages: [{ role: 'user', content: MARKER, reasoning: MARKER, attachments: [{ text: MARKER, name: MARKER }] }],
      labels: [MARKER],
      links: [`https://example.com/${MARKER}`],
      url: `https://example.com/${MARKER}`,
      capture: { render_only: isRenderOnly },
      more: { [MARKER]: MARKER },
    },
    actor: { id: MARKER },
  });
}

/** A target that answers every request with what it was sent, which the log of deliveries would keep. */
async function makeEcho(status: number) {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      got.push(body);
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got };
}

/** The first events of a stream that is read until they are there. */
async function readStream(response: Response, count: number): Promise<unknown[]> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => void reader.cancel().catch(() => {}));
  let text = '';
  for (;;) {
    const lines = text
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('data: '));
    if (lines.length >= count) return lines.map((line) => JSON.parse(line.slice('data: '.length)) as unknown);
    const { value, done } = await reader.read();
    if (done) throw new Error('the stream ended');
    text += value;
  }
}

async function makeWorld(status = 200) {
  const target = await makeEcho(status);
  const subnets = parseSubnets('127.0.0.0/8');
  if (!subnets.ok) throw new Error('no subnets');
  const world = await makeApi({ allowedSubnets: subnets.subnets, retrySchedule: [0, 0] });
  const webhook = makeNewWebhook({ workspaceId: WORKSPACE, url: target.url, eventTypes: ['*'], fields: null });
  await world.store.createWebhook(webhook);
  const deliveries = async () => (await world.store.listDeliveries({ workspaceId: WORKSPACE, limit: 10 })).items;
  const attempts = async (id: number) => (await world.store.attemptsOf([id])).get(id);
  return { ...world, target, webhook, deliveries, attempts };
}

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const sha256 = (event: unknown) => createHash('sha256').update(JSON.stringify(event)).digest('hex');

test('5 it is shown live to those who listen, and later is only an envelope with the digest', async () => {
  const { app, ask, send, clock } = await makeWorld();
  const event = markedEvent('evt_1', true);
  const live = await ask('GET /stream');
  expect((await send(event)).status).toBe(200);
  expect(await readStream(live, 1)).toMatchObject([{ type: 'webhook.chatgpt.brain_ingest', data: { payload: event } }]);
  clock.now += 61_000;
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'last-event-id': '0' };
  const [later] = await readStream(await app.request(`/api/v1/workspaces/${WORKSPACE}/stream`, { headers }), 1);
  expect(JSON.stringify(later)).not.toContain(MARKER);
  expect(later).toMatchObject({ data: { source: 'chatgpt', render_only: true, body_sha256: sha256(event) } });
});

test('5 a workspace that is render only shows what any tool sends, keeps none of it, and asks no agent', async () => {
  const { ask, tell, send, deliveries, target } = await makeWorld();
  expect((await tell('PATCH ', { render_only: true })).status).toBe(200);
  const model = { base_url: target.url, model: 'any', accepts_unverified: true };
  expect((await tell('POST /agents', { name: 'Any', roles: ['*'], ...model })).status).toBe(201);
  const live = await ask('GET /stream');
  const event = markedEvent('evt_1', false);
  const path = `/api/v1/webhooks/generic/${WORKSPACE}?source=chatgpt`;
  expect((await send(event, { path })).status).toBe(202);
  expect(await readStream(live, 1)).toMatchObject([{ data: { payload: event } }]);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'delivered' }]));
  expect(await tell('GET /runs')).toMatchObject({ body: { items: [] } });
  expect(await tell('GET /conversations')).toMatchObject({ body: { items: [] } });
  expect(JSON.stringify(await tell('GET /events'))).not.toContain(MARKER);
});

test.each([
  [200, 'delivered'],
  [500, 'exhausted'],
])(
  '5 its deliveries are tried once, from memory: %i is %s, and what a target answers is not logged',
  async (...[status, state]) => {
    const { send, target, deliveries, attempts } = await makeWorld(status);
    const event = markedEvent('evt_1', true);
    await send(event);
    await eventually(async () => expect(await deliveries()).toMatchObject([{ state, attempts: 1 }]));
    expect(target.got.map((body) => JSON.parse(body) as unknown)).toMatchObject([{ data: { payload: event } }]);
    const [{ id } = { id: 0 }] = await deliveries();
    expect(await attempts(id)).toMatchObject([{ statusCode: status, response: '' }]);
  },
);

test('5 a delivery whose content is gone is not sent as if it had none, and says so', async () => {
  const { send, target, deliveries, clock, store, wake } = await makeWorld();
  await send(markedEvent('evt_1', true));
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'delivered' }]));
  clock.now += 61_000;
  expect(await store.replayDeliveries({ workspaceId: WORKSPACE, now: clock.now })).toBe(1);
  wake();
  await eventually(async () =>
    expect(await deliveries()).toMatchObject([{ state: 'exhausted', lastError: 'content_gone' }]),
  );
  expect(target.got).toHaveLength(1);
});

test('5 an event that is render only leaves its envelope and digest behind, and no content in any file or log line', {
  timeout: 60_000,
}, async () => {
  const data = makeTempDir();
  const target = await makeEcho(500);
  const receiver = await serveChild(data, {
    BRAINPOST_ADMIN_TOKEN: ADMIN_TOKEN,
    BRAINPOST_ALLOWED_SUBNETS: '127.0.0.0/8',
  });
  const authorization = `Bearer ${ADMIN_TOKEN}`;
  const api = `${receiver.url}/api/v1/workspaces/${WORKSPACE}`;
  const webhook = JSON.stringify({ name: 'All', url: target.url, event_types: ['*'] });
  const headers = { authorization, 'content-type': 'application/json' };
  const made = await fetch(`${api}/webhooks`, { method: 'POST', headers, body: webhook });
  const { id } = (await made.json()) as { id: string };
  const live = await fetch(`${api}/stream`, { headers });
  const timestampSec = Math.floor(Date.now() / 1000);
  const post = async (path: string, event: Record<string, unknown>, change: Record<string, string> = {}) => {
    const init = await signedInit(event, { timestampSec });
    return (await fetch(receiver.url + path, { ...init, headers: { ...init.headers, ...change } })).status;
  };
  const path = `/webhooks/v1/${WORKSPACE}/chatgpt`;
  const event = markedEvent('evt_1', true);
  expect(await post(path, event)).toBe(200);
  expect(await post(path, event)).toBe(200);
  expect(await post('/webhooks/v1/test', event)).toBe(200);
  // Refused in many ways: wrong signature, path, schema, key.
  expect(await post(path, event, { 'x-iw-signature': `sha256=${createHmac('sha256', SECRET).digest('hex')}` })).toBe(
    401,
  );
  expect(await post(`/webhooks/v1/${WORKSPACE}/claude`, event)).toBe(422);
  expect(await post(path, { ...markedEvent('evt_2', true), timestamp: MARKER })).toBe(422);
  const generic = `/api/v1/webhooks/generic/${WORKSPACE}?source=chatgpt`;
  expect(await post(generic, markedEvent('evt_3', true))).toBe(202);
  expect(JSON.stringify(await readStream(live, 2))).toContain(MARKER);
  await eventually(async () => {
    const tried = await fetch(`${api}/webhooks/${id}/deliveries?status=exhausted`, { headers });
    expect(await tried.json()).toMatchObject({ total: 2 });
  });
  expect(target.got.filter((body) => body.includes(MARKER))).toHaveLength(2);
  await receiver.end('SIGKILL'); // before a checkpoint: the write-ahead log is read as well
  expect(receiver.log()).not.toContain(MARKER);
  expect(filesHolding(data, MARKER)).toEqual([]);

  const database = new DatabaseSync(join(data, 'brainpost.db'), { readOnly: true });
  const rows = database
    .prepare('SELECT event_id, body, length(body_digest) AS digest FROM event_inbox ORDER BY id')
    .all();
  database.close();
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { event_id: 'evt_1', body: null, digest: 32 },
    { event_id: 'evt_3', body: null, digest: 32 },
  ]);

  // The scan does find what is kept.
  const second = await serveChild(data);
  const init = await signedInit(markedEvent('evt_4', false), { timestampSec: Math.floor(Date.now() / 1000) });
  expect((await fetch(second.url + path, init)).status).toBe(200);
  await second.end('SIGTERM');
  expect(filesHolding(data, MARKER)).not.toEqual([]);
});
