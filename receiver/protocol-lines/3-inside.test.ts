import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { makeNewAgent } from '../store/conformance/agents.ts';
import { makeApi } from '../test-support/api.ts';
import { startModelServer, streamed } from '../test-support/model-server.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { parseSubnets } from '../webhooks/target-addresses.ts';

/** For work that goes on behind the requests. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const MINUTE_MS = 60_000;

async function makeWorld(change: Parameters<typeof makeApi>[0] = {}) {
  const api = await makeApi(change);
  const event = async (id = 1) => (await api.tell(`GET /events/${id}`)).body;
  const topics = async () => (await api.store.readOutbox({ after: 0, limit: 100 })).map(({ type }) => type);
  /** Anything by the generic way, signed. */
  const arrive = async (body: object, query: string) => {
    const timestampSec = Math.floor(api.clock.now / 1000);
    const init = await signedInit({ event_id: 'msg_1' }, { timestampSec, body: utf8Bytes(JSON.stringify(body)) });
    return (await api.app.request(`/api/v1/webhooks/generic/${WORKSPACE}?${query}`, init)).status;
  };
  return { ...api, event, topics, arrive };
}

describe('3 a row of the inbox', () => {
  test('3 says what came, from whom, and what became of it; secrets and signatures are not kept', async () => {
    const { app, clock, event, database } = await makeWorld();
    const secret = { authorization: 'Bearer of-somebody', cookie: 'session=of-somebody', 'user-agent': 'a tool' };
    const init = await signedInit(makeEvent(), { timestampSec: clock.now / 1000, headers: secret });
    await app.request(`/webhooks/v1/${WORKSPACE}/chatgpt`, init);
    await eventually(async () => expect(await event()).toMatchObject({ state: 'done' }));
    expect(await event()).toMatchObject({
      id: '1',
      event_id: 'evt_1',
      source: 'chatgpt',
      source_kind: 'webhook.chatgpt',
      event_type: 'brain.ingest',
      source_identifier: 's1',
      dedupe_key: 'evt_1',
      verified: true,
      received_at: new Date(clock.now).toISOString(),
      attempts: 1,
      error: null,
      headers: { 'user-agent': 'a tool', 'webhook-id': 'evt_1' },
      body: makeEvent(),
    });
    const row = JSON.stringify(database.prepare('SELECT * FROM event_inbox').all());
    expect(row).not.toMatch(/of-somebody|signature/);
  });
});

describe('3 topic and role name', () => {
  test.each([
    ['stripe', 'payment.succeeded', 'webhook.stripe.payment_succeeded'],
    ['zendesk', 'Ticket created!', 'webhook.zendesk.ticket_created'],
    ['generic', '', 'webhook.generic.received'],
    ['generic', '—', 'webhook.generic.received'],
    ['x', '--Ä..B--', 'webhook.x.b'],
  ])('3 what %s calls %j has the topic %s', async (source, type, topic) => {
    const { arrive, topics } = await makeWorld();
    expect(await arrive({ a: 1 }, new URLSearchParams({ source, event_type: type }).toString())).toBe(202);
    await eventually(async () => expect(await topics()).toEqual([topic]));
  });

  test('3 a capture has the topic webhook.chatgpt.brain_ingest', async () => {
    const { send, topics } = await makeWorld();
    await send();
    await eventually(async () => expect(await topics()).toContain('webhook.chatgpt.brain_ingest'));
  });
});

describe('3 the worker', () => {
  test('3 one that dies mid-way leaves the event claimable when its lease ends, and its effects come once', async () => {
    const { store, clock, wake, send, event, topics, tell } = await makeWorld();
    // Somebody else holds what comes next, and is not heard of again.
    const claim = store.claimInbox.bind(store);
    const dead = vi.spyOn(store, 'claimInbox').mockImplementationOnce(async (by) => {
      await claim({ ...by, token: 'of a worker that died' });
      return [];
    });
    await send();
    await eventually(() => expect(dead).toHaveBeenCalled());
    await eventually(async () => expect(await event()).toMatchObject({ state: 'pending', attempts: 1 }));
    clock.now += MINUTE_MS;
    wake();
    await eventually(async () => expect(await event()).toMatchObject({ state: 'done', attempts: 2 }));
    await tell('POST /events/1/replay');
    await eventually(async () => expect(await event()).toMatchObject({ state: 'done', attempts: 1 }));
    expect((await topics()).toSorted()).toEqual([...new Set(await topics())].toSorted());
    expect((await tell('GET /conversations')).body['items']).toMatchObject([{ message_count: 1 }]);
  });

  test('3 an event that keeps failing is parked with its error, visible and replayable', {
    timeout: 60_000,
  }, async () => {
    const { app, clock, wake, send, event, tell } = await makeWorld();
    const text = 'the words of a message';
    const digest = createHash('sha256').update(text).digest('hex');
    const attachment = {
      name: 'content.md',
      mime_type: 'text/markdown',
      ref: `blob:sha256:${digest}`,
      holds: 'content',
    };
    const messages = [{ role: 'user', content: '', attachments: [{ ...attachment, size: text.length }] }];
    await send(makeEvent({ data: { session_id: 's1', messages } }));
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await eventually(async () => expect(await event()).toMatchObject({ attempts: attempt }));
      await eventually(async () =>
        expect(await event()).toMatchObject({ state: attempt === 10 ? 'parked' : 'failed' }),
      );
      clock.now += 10 * MINUTE_MS;
      wake();
    }
    const { items } = (await tell('GET /events?state=parked')).body as { items: { error: string | null }[] };
    expect(items).toMatchObject([{ id: '1', state: 'parked', error: expect.stringMatching(/./) }]);
    expect(items[0]?.error).not.toContain('words');

    const timestampSec = Math.floor(clock.now / 1000);
    const blob = await signedInit({ event_id: digest }, { timestampSec, body: utf8Bytes(text) });
    await app.request(`/webhooks/v1/${WORKSPACE}/blobs/${digest}`, { ...blob, method: 'PUT' });
    expect((await tell('POST /events/1/replay')).status).toBeLessThan(300);
    await eventually(async () => expect(await event()).toMatchObject({ state: 'done', error: null }));
    const [found] = (await tell('GET /conversations')).body['items'] as { id: string }[];
    expect((await tell(`GET /conversations/${found?.id}`)).body['messages']).toMatchObject([{ content: text }]);
  });
});

test('3 an event of an agent’s role creates a chat and a run against the endpoint that was configured', async () => {
  const allowed = parseSubnets('127.0.0.0/8');
  if (!allowed.ok) throw new Error('no subnets');
  const { store, clock, arrive, tell } = await makeWorld({ allowedSubnets: allowed.subnets });
  const model = await startModelServer([streamed('It is about money.')]);
  const roles = ['webhook.stripe.payment_succeeded'];
  await store.createAgent(
    makeNewAgent({ workspaceId: WORKSPACE, roles, baseUrl: model.baseUrl, createdAt: clock.now }),
  );
  expect(await arrive({ amount: 42 }, 'source=stripe&event_type=payment.succeeded')).toBe(202);
  await eventually(async () => expect((await tell('GET /runs')).body['items']).toMatchObject([{ state: 'done' }]));
  const [chat] = (await tell('GET /conversations?source=agents')).body['items'] as { id: string }[];
  const { messages } = (await tell(`GET /conversations/${chat?.id}`)).body as { messages: { content: string }[] };
  expect(messages.at(-1)?.content).toBe('It is about money.');
});
