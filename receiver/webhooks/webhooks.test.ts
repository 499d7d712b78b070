import { createDecipheriv } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactDecrypt } from 'jose';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeNewWebhook } from '../store/conformance/webhook-fixtures.ts';
import type { NewWebhook } from '../store/webhook-store.ts';
import { makeReceiver } from '../test-support/receiver.ts';
import { makeEvent, WORKSPACE } from '../test-support/signed-request.ts';
import { encryptionKeyId, generateEncryptionKey } from './payload.ts';
import { parseSubnets } from './target-addresses.ts';

/** On a busy machine everything takes its time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

const loopback = () => {
  const parsed = parseSubnets('127.0.0.0/8');
  if (!parsed.ok) throw new Error('no subnets');
  return parsed.subnets;
};

interface Got {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A target that answers with one status after the other, then with 200. */
async function makeTarget(statuses: readonly number[] = [], headers: Record<string, string> = {}) {
  const got: Got[] = [];
  const left = [...statuses];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      got.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(left.shift() ?? 200, headers).end('answer');
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

async function makeWorld(change: Partial<NewWebhook>) {
  const receiver = await makeReceiver({ allowedSubnets: loopback(), retrySchedule: [1000, 2000] });
  const webhook = makeNewWebhook({ workspaceId: WORKSPACE, fields: null, ...change });
  await receiver.store.createWebhook(webhook);
  const deliveries = async () =>
    (await receiver.store.listDeliveries({ workspaceId: WORKSPACE, limit: 100 })).items.toReversed();
  const states = async () => (await deliveries()).map(({ eventType, state }) => `${eventType} ${state}`);
  return { ...receiver, webhook, deliveries, states };
}

test('what comes in goes out, signed so that npm standardwebhooks verifies it', async () => {
  const target = await makeTarget();
  const world = await makeWorld({ url: target.url, eventTypes: ['*'] });
  vi.useFakeTimers({ toFake: ['Date'], now: world.clock.now });
  onTestFinished(() => void vi.useRealTimers());
  await world.send();
  await eventually(async () => expect((await world.states()).length).toBeGreaterThan(3));
  await eventually(async () => expect((await world.states()).every((one) => one.endsWith('delivered'))).toBe(true));
  const verifier = new StandardWebhook(world.webhook.secret);
  const types = target.got.map(({ headers, body }) => (verifier.verify(body, headers) as { type: string }).type);
  expect(types).toContain('webhook.chatgpt.brain_ingest');
  expect(types).toContain('chat.conversation.started');
  expect(types).toContain('chat.message');
  expect(target.got[0]?.headers).toMatchObject({ 'x-tenant': 'a', 'content-type': 'application/json' });
});

test('with a key a payload is encrypted, and signed as it is sent', async () => {
  const target = await makeTarget([500]);
  const world = await makeWorld({ url: target.url, eventTypes: ['chat.message'] });
  const key = generateEncryptionKey();
  await world.store.setWebhookEncryptionKey({ workspaceId: WORKSPACE, id: world.webhook.id, key, now: 0 });
  vi.useFakeTimers({ toFake: ['Date'], now: world.clock.now });
  onTestFinished(() => void vi.useRealTimers());
  await world.send();
  await eventually(() => expect(target.got).not.toHaveLength(0));
  const [sent] = target.got;
  expect(sent?.headers['content-type']).toBe('application/jose');
  expect(sent?.body).not.toContain('chat.message');
  new StandardWebhook(world.webhook.secret).verify(sent?.body ?? '', sent?.headers ?? {}, { jsonParse: false });
  const { plaintext, protectedHeader } = await compactDecrypt(sent?.body ?? '', Buffer.from(key, 'base64url'));
  const readable = { alg: 'dir', enc: 'A256GCM', cty: 'application/json', kid: encryptionKeyId(key) };
  expect(protectedHeader).toEqual(readable);
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ type: 'chat.message' });
  expect(decryptByHand(sent?.body ?? '', key)).toBe(new TextDecoder().decode(plaintext));
});

/** With nothing but what RFC 7516, section 5.2, says. */
function decryptByHand(jwe: string, key: string): string {
  const [header = '', , iv = '', text = '', tag = ''] = jwe.split('.');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8');
}

test('only what the webhook asks for, by type and by field', async () => {
  const target = await makeTarget();
  const world = await makeWorld({
    url: target.url,
    eventTypes: ['chat.message'],
    fields: { 'data.message.role': 'assistant' },
  });
  const messages = [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'hello' },
  ];
  await world.send(makeEvent({ data: { session_id: 's1', messages } }));
  await eventually(() => expect(target.got).toHaveLength(1));
  expect(JSON.parse(target.got[0]?.body ?? '')).toMatchObject({ data: { message: { role: 'assistant' } } });
});

test('a target that fails is tried again by the schedule, with the same id and body, and each attempt is logged', async () => {
  const target = await makeTarget([503, 404]);
  const world = await makeWorld({ url: target.url, eventTypes: ['chat.conversation.started'] });
  await world.send();
  const logged = async () => {
    const [{ id } = { id: 0 }] = await world.deliveries();
    return (await world.store.attemptsOf([id])).get(id) ?? [];
  };
  for (const attempts of [1, 2]) {
    await eventually(async () => expect(await logged()).toHaveLength(attempts));
    world.clock.now += 2500;
    world.wake();
  }
  await eventually(async () => expect(await world.states()).toEqual(['chat.conversation.started delivered']));
  expect(new Set(target.got.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
  const attempts = await logged();
  expect(attempts.map(({ statusCode, response }) => [statusCode, response])).toEqual([
    [503, 'answer'],
    [404, 'answer'],
    [200, 'answer'],
  ]);
  expect(JSON.stringify(attempts)).not.toContain('signature');
  expect(attempts[0]?.requestHeaders).toMatchObject({ 'x-tenant': '(hidden)', 'webhook-id': expect.any(String) });
});

test('a target that never gets well is given up when the schedule is used up', async () => {
  const target = await makeTarget([500, 500, 500]);
  const world = await makeWorld({ url: target.url, eventTypes: ['chat.conversation.started'] });
  await world.send();
  for (const attempts of [1, 2]) {
    await eventually(async () =>
      expect((await world.deliveries())[0]).toMatchObject({
        state: 'failed',
        attempts,
        nextAttemptAt: expect.any(Number),
      }),
    );
    world.clock.now += 5000;
    world.wake();
  }
  await eventually(async () =>
    expect((await world.deliveries())[0]).toMatchObject({ state: 'exhausted', attempts: 3 }),
  );
});

test('410 switches the webhook off, and another one that listens for it hears so', async () => {
  const gone = await makeTarget([410]);
  const operator = await makeTarget();
  const world = await makeWorld({ url: gone.url, eventTypes: ['chat.conversation.started'] });
  const second = { id: 'wh_2', workspaceId: WORKSPACE, url: operator.url, eventTypes: ['webhook.disabled'] };
  await world.store.createWebhook(makeNewWebhook({ ...second, fields: null }));
  await world.send();
  await eventually(() => expect(operator.got).toHaveLength(1));
  expect(JSON.parse(operator.got[0]?.body ?? '')).toMatchObject({ data: { webhook_id: 'wh_1', reason: 'gone' } });
});

test('what may not be sent to is given up at once', async () => {
  const world = await makeWorld({ url: 'https://169.254.169.254/', eventTypes: ['chat.conversation.started'] });
  await world.send();
  await eventually(async () =>
    expect((await world.deliveries())[0]).toMatchObject({ state: 'exhausted', lastError: 'address_not_allowed' }),
  );
});

test('a target that never answers takes nothing from the others', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((done) => void silent.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const target = await makeTarget();
  const world = await makeWorld({ url: target.url, eventTypes: ['chat.conversation.started'] });
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  await world.store.createWebhook(
    makeNewWebhook({ id: 'wh_2', workspaceId: WORKSPACE, url, fields: null, timeoutMs: 60_000, eventTypes: ['*'] }),
  );
  for (let n = 0; n < 20; n += 1) {
    const event = makeEvent({
      event_id: `evt_n${n}`,
      data: { session_id: `s${n}`, messages: [{ role: 'user', content: 'a' }] },
    });
    await world.send(event);
  }
  await eventually(() => expect(target.got).toHaveLength(20));
});
