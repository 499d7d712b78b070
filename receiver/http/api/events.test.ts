import { expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { makeApi } from '../../test-support/api.ts';
import { makeEvent } from '../../test-support/signed-request.ts';

/** For work that goes on behind the requests. */
const SOON = { timeout: 10_000 };

async function makeFilled(count: number) {
  const api = await makeApi();
  for (let i = 1; i <= count; i += 1) await api.send(makeEvent({ event_id: `evt_${i}` }));
  const idsOf = async (query: string) => {
    const { body } = await api.tell(`GET /events${query}`);
    return (body['items'] as { event_id: string }[]).map((item) => item.event_id);
  };
  return { ...api, idsOf };
}

test('an event is told as what came in', async () => {
  const { tell } = await makeFilled(1);
  const { body } = await tell('GET /events');
  expect(body).toEqual({
    items: [
      {
        id: '1',
        event_id: 'evt_1',
        source: 'chatgpt',
        source_kind: 'webhook.chatgpt',
        event_type: 'brain.ingest',
        source_identifier: 's1',
        dedupe_key: 'evt_1',
        verified: true,
        state: expect.stringMatching(/pending|done/),
        attempts: expect.any(Number),
        error: null,
        received_at: '2026-11-21T10:00:00.000Z',
      },
    ],
    next: null,
  });
});

test('every event is on one page and once, newest first, while more come in', async () => {
  const { tell, send } = await makeFilled(5);
  const seen: string[] = [];
  let after = '';
  do {
    const { body } = await tell(`GET /events?limit=2&after=${after}`);
    seen.push(...(body['items'] as { event_id: string }[]).map((item) => item.event_id));
    after = (body['next'] as string | null) ?? '';
    await send(makeEvent({ event_id: `evt_later_${seen.length}` }));
  } while (after);
  expect(seen).toEqual(['evt_5', 'evt_4', 'evt_3', 'evt_2', 'evt_1']);
});

test('events are found by source and type; what is empty counts as not asked', async () => {
  const { idsOf } = await makeFilled(2);
  expect(await idsOf('?source=chatgpt&event_type=&state=')).toEqual(['evt_2', 'evt_1']);
  expect(await idsOf('?source=claude')).toEqual([]);
  expect(await idsOf('?event_type=brain.other')).toEqual([]);
});

test.each(['?limit=0', '?limit=201', '?limit=1e2', '?after=x', '?state=lost', '?sauce=chatgpt', '?limit=1&limit=2'])(
  '%s is refused and named',
  async (query) => {
    const { tell } = await makeApi();
    const name = query.slice(1, query.indexOf('='));
    const answer = await tell(`GET /events${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_query' } });
    expect(JSON.stringify(answer.body['issues'])).toContain(name);
  },
);

test('one event is told with its body, and its bytes as they came', async () => {
  const { tell, ask, send } = await makeApi();
  const body = utf8Bytes(` {"n":1.0, ${JSON.stringify(makeEvent({ type: 'a.b', text: 'ü' })).slice(1)}\n`);
  await send(makeEvent(), { body });
  const { body: event } = await tell('GET /events/1');
  expect(event).toMatchObject({
    event_id: 'evt_1',
    body: { n: 1, text: 'ü' },
    headers: { 'content-type': 'application/json' },
  });
  expect(JSON.stringify(event)).not.toMatch(/signature/i);
  const raw = await ask('GET /events/1/raw');
  expect(new Uint8Array(await raw.arrayBuffer())).toEqual(body);
  expect(raw.headers.get('content-type')).toBe('application/json');
  expect(raw.headers.get('x-content-type-options')).toBe('nosniff');
});

test('an event whose content must not be kept has no body, no bytes and no replay', async () => {
  const { tell, send } = await makeApi();
  const data = { session_id: 's1', messages: [{ role: 'user', content: 'hush' }], capture: { render_only: true } };
  await send(makeEvent({ data }));
  expect(await tell('GET /events/1')).toMatchObject({ status: 200, body: { event_id: 'evt_1', body: null } });
  for (const request of ['GET /events/1/raw', 'POST /events/1/replay']) {
    expect(await tell(request)).toMatchObject({ status: 410, body: { error: 'body_gone' } });
  }
});

test('a replay has the event worked off again, and nothing is doubled', async () => {
  const { tell, store, send } = await makeApi();
  await send();
  const stateOf = async () => (await tell('GET /events/1')).body['state'];
  await vi.waitFor(async () => expect(await stateOf()).toBe('done'), SOON);
  const work = vi.spyOn(store, 'settleInbox');
  expect(await tell('POST /events/1/replay')).toEqual({ status: 202, body: { id: '1', state: 'pending' } });
  await vi.waitFor(async () => expect(await stateOf()).toBe('done'), SOON);
  expect(work).toHaveBeenCalledOnce();
});

test.each(['2', '0', '-1', '1.0', 'evt_1', '99999999999999999999', '%00'])('event %s is not there', async (id) => {
  const { tell, send, makeToken } = await makeApi();
  await send();
  const token = await makeToken(['read', 'write']);
  for (const request of [`GET /events/${id}`, `GET /events/${id}/raw`, `POST /events/${id}/replay`]) {
    expect(await tell(request, undefined, token)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  }
});

test('who may read may not replay', async () => {
  const { ask, send, makeToken } = await makeApi();
  await send();
  expect((await ask('POST /events/1/replay', undefined, await makeToken(['read']))).status).toBe(403);
});
