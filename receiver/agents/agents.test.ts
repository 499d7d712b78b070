import { expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { makeNewAgent } from '../store/conformance/agents.ts';
import type { NewAgent } from '../store/agent-store.ts';
import { makeApi } from '../test-support/api.ts';
import { type Answer, refused, startModelServer, streamed } from '../test-support/model-server.ts';
import { signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { parseSubnets } from '../webhooks/target-addresses.ts';

/** On a busy machine everything takes its time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const MINUTE_MS = 60_000;
const STRIPE = 'source=stripe&event_type=payment.succeeded';

function loopback() {
  const parsed = parseSubnets('127.0.0.0/8');
  if (!parsed.ok) throw new Error('no subnets');
  return parsed.subnets;
}

/** A receiver with an agent whose model is a server of the test. */
async function makeWorld({ answers, ...change }: Partial<NewAgent> & { answers?: readonly Answer[] } = {}) {
  const model = await startModelServer(answers);
  const api = await makeApi({ allowedSubnets: loopback() });
  const agent = makeNewAgent({
    workspaceId: WORKSPACE,
    roles: ['webhook.stripe.*'],
    baseUrl: model.baseUrl,
    createdAt: api.clock.now,
    ...change,
  });
  await api.store.createAgent(agent);
  let sent = 0;
  /** Something comes in through the generic way, signed unless it is said otherwise. */
  const arrive = async (body: object, { query = STRIPE, isSigned = true } = {}) => {
    sent += 1;
    const timestampSec = Math.floor(api.clock.now / 1000);
    const init = await signedInit({ event_id: `msg_${sent}` }, { timestampSec, body: utf8Bytes(JSON.stringify(body)) });
    const headers = isSigned ? init.headers : { 'content-type': 'application/json' };
    const answer = await api.app.request(`/api/v1/webhooks/generic/${WORKSPACE}?${query}`, { ...init, headers });
    expect(answer.status).toBe(202);
  };
  const runs = async () => (await api.store.listRuns({ workspaceId: WORKSPACE, limit: 100 })).toReversed();
  const states = async () => (await runs()).map(({ state }) => state);
  const chats = async () => {
    const { body } = await api.tell('GET /conversations?source=agents');
    const items = body['items'] as { id: string }[];
    return Promise.all(items.map(async ({ id }) => (await api.tell(`GET /conversations/${id}`)).body));
  };
  return { ...api, ...model, agent, arrive, runs, states, chats };
}

test('an event of its roles is asked of its model, and the answer is kept as a chat', async () => {
  const world = await makeWorld({
    apiKey: 'sk-of-the-test',
    answers: [streamed('Filed under sales. ', { reasoning: 'Money.' })],
  });
  await world.arrive({ amount: 4200, note: '```' });
  await eventually(async () => expect(await world.states()).toEqual(['done']));

  const [asked] = world.asked;
  expect(asked).toMatchObject({
    path: '/v1/chat/completions',
    authorization: 'Bearer sk-of-the-test',
    body: { model: 'llama3.3', stream: true },
  });
  const [system, user] = asked?.body.messages ?? [];
  expect(system).toEqual({ role: 'system', content: 'You sort 🍵.' });
  expect(user?.role).toBe('user');
  expect(user?.content).toMatch(
    /^Event `webhook\.stripe\.payment_succeeded` \(payment\.succeeded\) from stripe, .*signature verified\./,
  );
  expect(user?.content).toContain('````json\n{\n  "amount": 4200,');

  const [chat] = await world.chats();
  expect(chat).toMatchObject({
    source: 'agents',
    title: 'Librarian: webhook.stripe.payment_succeeded',
    completeness: 'complete',
    messages: [
      { id: 'event', role: 'user', content: user?.content },
      { id: 'answer', role: 'assistant', content: 'Filed under sales. ', reasoning: 'Money.', model: 'llama3.3:70b' },
    ],
  });
  const [run] = await world.runs();
  expect(run).toMatchObject({ attempts: 1, error: null, statusCode: 200, tokens: { prompt: 12, completion: 3 } });
  expect(run?.conversationId).toBe(chat?.['id']);
  const types = (await world.store.readOutbox({ after: 0, limit: 100 })).map(({ type }) => type);
  expect(types).toContain('chat.response.generated');
  expect(world.log()).not.toContain('sk-of-the-test');
});

test('3 only for its roles, only what was verified, and never what comes from a receiver like this one', async () => {
  const world = await makeWorld({ roles: ['*'] });
  await world.tell('PUT /sources/form', { scheme: 'none' });
  await world.arrive({ n: 1 }, { query: 'source=form', isSigned: false });
  await world.arrive({ n: 2 }, { query: 'source=brainpost&event_type=chat.message' });
  await world.arrive({ n: 3 }, { query: 'source=stripe&event_type=a' });
  await eventually(async () => expect(await world.states()).toEqual(['done']));
  expect((await world.runs()).map(({ role }) => role)).toEqual(['webhook.stripe.a']);

  await world.tell(`PATCH /agents/${world.agent.id}`, { roles: ['webhook.form.*'], accepts_unverified: true });
  await world.arrive({ n: 4 }, { query: 'source=stripe&event_type=a' });
  await world.arrive({ n: 5 }, { query: 'source=form', isSigned: false });
  await eventually(async () => expect(await world.states()).toEqual(['done', 'done']));
  expect(world.asked[1]?.body.messages[1]?.content).toContain('not verified');
});

test('a model that is busy is asked again, as late as it asks for; one that refuses is not', async () => {
  const world = await makeWorld({ answers: [refused(429, { 'retry-after': '600' }), streamed('Yes.')] });
  await world.arrive({ n: 1 });
  await eventually(async () =>
    expect((await world.runs())[0]).toMatchObject({ state: 'queued', error: 'rate_limited' }),
  );
  expect((await world.runs())[0]).toMatchObject({
    attempts: 1,
    statusCode: 429,
    nextAttemptAt: world.clock.now + 10 * MINUTE_MS,
  });
  world.clock.now += 10 * MINUTE_MS;
  world.wake();
  await eventually(async () =>
    expect((await world.runs())[0]).toMatchObject({ state: 'done', error: null, attempts: 2 }),
  );

  const refusing = await makeWorld({ answers: [refused(401), streamed('Yes.')] });
  await refusing.arrive({ n: 1 });
  await eventually(async () => expect(await refusing.states()).toEqual(['failed']));
  expect((await refusing.runs())[0]).toMatchObject({ error: 'key_refused', statusCode: 401, attempts: 1 });
  expect(refusing.log()).toContain('key_refused');
  expect(refusing.log()).not.toContain('chat text');

  const [run] = await refusing.runs();
  const retried = await refusing.tell(`POST /runs/${run?.id}/retry`);
  expect(retried.status).toBe(200);
  await eventually(async () => expect(await refusing.states()).toEqual(['done']));
});

test('a model that never comes to an end is given up after its time, and asked five times in all', async () => {
  const world = await makeWorld({ timeoutMs: 50, answers: [() => undefined] });
  await world.arrive({ n: 1 });
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await eventually(async () =>
      expect((await world.runs())[0]).toMatchObject({ state: 'queued', error: 'timeout', attempts: attempt }),
    );
    world.clock.now += 60 * MINUTE_MS;
    world.wake();
  }
  await eventually(async () => expect(await world.states()).toEqual(['failed']));
  expect(world.asked).toHaveLength(5);
  // The question stays, so that nothing of what came is lost.
  expect((await world.chats())[0]).toMatchObject({ messages: [{ id: 'event' }] });
});

test('an answer that was stored before its receiver died is not asked for again', async () => {
  const world = await makeWorld();
  const finish = vi.spyOn(world.store, 'finishRun').mockRejectedValueOnce(new Error('killed'));
  await world.arrive({ n: 1 });
  await eventually(() => expect(finish).toHaveBeenCalledTimes(1));
  await eventually(() => expect(world.log()).toContain('agent_run_failed'));
  await world.store.releaseRunLeases(world.clock.now);
  world.wake();
  await eventually(async () => expect(await world.states()).toEqual(['done']));
  expect(world.asked).toHaveLength(1);
  expect((await world.chats())[0]).toMatchObject({ messages: [{ id: 'event' }, { id: 'answer' }] });
});

test('a long event is cut where the model would not take it, and says so', async () => {
  const world = await makeWorld();
  await world.arrive({ text: 'x'.repeat(150_000) });
  await eventually(async () => expect(await world.states()).toEqual(['done']));
  const content = world.asked[0]?.body.messages[1]?.content ?? '';
  expect(content.length).toBeLessThan(101_000);
  expect(content).toMatch(/Cut here; 500\d\d more characters are not shown\.$/);
});

test('an agent is made, tried out, changed and deleted through the API; its key is never told', async () => {
  const world = await makeWorld();
  const { baseUrl } = world;
  const told = {
    name: ' Sorter ',
    roles: ['*'],
    base_url: `${baseUrl}/chat/completions/`,
    model: 'm',
    api_key: 'sk-1',
  };
  const made = await world.tell('POST /agents', told);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: 'Sorter',
    base_url: baseUrl,
    has_api_key: true,
    accepts_unverified: false,
    active: true,
  });
  const path = `/agents/${String(made.body['id'])}`;
  const tried = await world.tell(`POST ${path}/test`);
  expect(tried.body).toMatchObject({ ok: true, error: null, status_code: 200, model: 'llama3.3:70b' });
  expect(world.asked[0]?.authorization).toBe('Bearer sk-1');
  expect((await world.tell(`PATCH ${path}`, { api_key: null, active: false })).body).toMatchObject({
    has_api_key: false,
    active: false,
  });
  const all = await world.tell('GET /agents');
  expect(JSON.stringify([made.body, all.body])).not.toContain('sk-1');
  expect((await world.tell(`DELETE ${path}`)).status).toBe(204);
  expect((await world.tell(`GET ${path}`)).status).toBe(404);
});

test.each([
  [{ roles: [] }, 'roles'],
  [{ roles: ['webhook*'] }, 'roles'],
  [{ base_url: 'http://10.0.0.1/v1' }, 'base_url'],
  [{ base_url: 'localhost:11434' }, 'base_url'],
  [{ model: '' }, 'model'],
  [{ api_key: 'with space' }, 'api_key'],
  [{ timeout_seconds: 0 }, 'timeout_seconds'],
  [{ prompt: 'a typing error' }, ''],
])('%j is no agent', async (wrong, path) => {
  const { tell } = await makeApi();
  const told = { name: 'A', roles: ['*'], base_url: 'https://models.example/v1', model: 'm', ...wrong };
  const { status, body } = await tell('POST /agents', told);
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain(path);
});
