import { expect, test } from 'vitest';
import { makeApi } from '../../test-support/api.ts';
import { makeEvent } from '../../test-support/signed-request.ts';

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
