import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../server.ts';
import { makeApi, ADMIN_TOKEN } from '../../test-support/api.ts';
import { makeEvent } from '../../test-support/signed-request.ts';

interface Message {
  readonly id: number;
  readonly event: string;
  readonly data: { type: string; data: { session_id?: string } };
}

/** A receiver with a socket, and listeners that read its stream. */
async function makeWorld() {
  const world = await makeApi();
  const server = await startServer(world.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    world.turnAway();
    await server.close();
  });
  const listen = async (query = '', headers: Record<string, string> = {}) => {
    const gone = new AbortController();
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    const response = await fetch(`${server.url}/api/v1/workspaces/ws_1/stream${query}`, {
      headers: { authorization, ...headers },
      signal: gone.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const read = async (count: number): Promise<Message[]> => {
      for (;;) {
        const messages = text
          .split('\n\n')
          .slice(0, -1)
          .filter((one) => one.startsWith('id: '));
        if (messages.length >= count) return messages.map(parse);
        const { value, done } = await reader.read();
        if (done) return messages.map(parse);
        text += value;
      }
    };
    return { read, leave: () => gone.abort() };
  };
  const capture = (n: number) => {
    const messages = [{ id: 'm1', role: 'user', content: 'a\r\nb' }];
    return world.send(makeEvent({ event_id: `evt_${n}`, data: { session_id: `s${n}`, messages } }));
  };
  return { ...world, listen, capture, url: server.url };
}

function parse(message: string): Message {
  const lines = message.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
  const of = (name: string) => lines.filter(([, field]) => field === name).map(([, , value]) => value);
  return { id: Number(of('id')[0]), event: of('event')[0] ?? '', data: JSON.parse(of('data').join('\n')) };
}

test('what happens is told as it happens, by topic', async () => {
  const { listen, capture } = await makeWorld();
  await capture(1);
  const all = await listen();
  const started = await listen('?topics=chat.conversation.*,webhook.github.*');
  await capture(2);
  await capture(3);
  const [first, second] = await started.read(2);
  expect([first?.event, first?.data.data.session_id]).toEqual(['chat.conversation.started', 's2']);
  expect(second?.data).toMatchObject({ type: 'chat.conversation.started', data: { session_id: 's3' } });
  const messages = await all.read(6);
  expect(messages.map(({ event }) => event)).toContain('webhook.chatgpt.brain_ingest');
});

test('who comes back with the last id gets what came after it, each once', async () => {
  const { listen, capture, store } = await makeWorld();
  const topics = '?topics=chat.conversation.started';
  const before = await listen(topics, { 'Last-Event-ID': '0' });
  for (let n = 0; n < 150; n += 1) await capture(n);
  const seen: Message[] = await before.read(20);
  before.leave();
  const rest = await listen(topics, { 'Last-Event-ID': String(seen.at(-1)?.id) });
  for (let n = 150; n < 160; n += 1) await capture(n);
  seen.push(...(await rest.read(160 - seen.length)));
  expect(seen.map(({ data }) => data.data.session_id)).toEqual(Array.from({ length: 160 }, (_, n) => `s${n}`));
  expect(await store.lastOutboxId()).toBeGreaterThan(160);
});

test('a receiver that stops ends its streams', async () => {
  const { listen, turnAway } = await makeWorld();
  const stream = await listen();
  turnAway();
  expect(await stream.read(1)).toEqual([]);
});

test.each([
  ['?topics=chat*', {}, 400, 'invalid_query'],
  ['', { 'last-event-id': '-1' }, 400, 'invalid_header'],
])('%s %j: %i', async (...[query, headers, status, error]) => {
  const { app } = await makeApi();
  const answer = await app.request(`/api/v1/workspaces/ws_1/stream${query}`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers },
  });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error });
});
