import { expect, test, vi } from 'vitest';
import { makeApi } from '../../test-support/api.ts';
import { makeEvent } from '../../test-support/signed-request.ts';

/** For work that goes on behind the requests. */
const SOON = { timeout: 10_000 };

type Item = Record<string, unknown>;

async function makeFilled(titles: readonly string[]) {
  const api = await makeApi();
  const { tell, send } = api;
  const talk = async (title: string, minute: number) => {
    const messages = [
      { role: 'user', content: `What is ${title}?`, id: 'm1' },
      { role: 'assistant', content: '**Hot**', id: 'm2', model: 'gpt-5', reasoning: 'hm', parent_id: 'm1' },
    ];
    const data = { session_id: `s-${title}`, conversation_title: title, messages, labels: ['drinks'] };
    const timestamp = `2026-11-21T09:${String(minute).padStart(2, '0')}:00Z`;
    await send(makeEvent({ event_id: `evt_${title.replaceAll(' ', '-')}_${minute}`, timestamp, data }));
  };
  for (const [i, title] of titles.entries()) await talk(title, i);
  const pageOf = async (query = '') => {
    const { body } = await tell(`GET /conversations${query}`);
    return { titles: (body['items'] as Item[]).map((item) => item['title']), next: body['next'] as string | null };
  };
  await vi.waitFor(async () => expect((await pageOf('?limit=200')).titles).toHaveLength(titles.length), SOON);
  const idOf = async (title: string) => {
    const { body } = await tell(`GET /conversations?query=${title}`);
    return (body['items'] as Item[])[0]?.['id'];
  };
  return { ...api, talk, pageOf, idOf };
}

test('a conversation is told with its messages in order', async () => {
  const { tell, idOf } = await makeFilled(['Tea']);
  const id = await idOf('Tea');
  const item = {
    id,
    source: 'chatgpt',
    session_id: 's-Tea',
    title: 'Tea',
    url: null,
    labels: ['drinks'],
    models: ['gpt-5'],
    message_count: 2,
    completeness: 'unknown',
    created_at: expect.stringMatching(/Z$/),
    updated_at: '2026-11-21T09:00:00.000Z',
  };
  expect((await tell('GET /conversations')).body).toEqual({ items: [item], next: null });
  const rest = { timestamp: null, attachments: [], citations: [] };
  expect((await tell(`GET /conversations/${String(id)}`)).body).toEqual({
    ...item,
    messages: [
      {
        id: 'm1',
        parent_id: null,
        index: 0,
        role: 'user',
        content: 'What is Tea?',
        reasoning: null,
        model: null,
        ...rest,
      },
      {
        id: 'm2',
        parent_id: 'm1',
        index: 1,
        role: 'assistant',
        content: '**Hot**',
        reasoning: 'hm',
        model: 'gpt-5',
        ...rest,
      },
    ],
  });
});

test('its note is Markdown that no browser takes for anything else', async () => {
  const { ask, idOf } = await makeFilled(['Tea']);
  const note = await ask(`GET /conversations/${String(await idOf('Tea'))}/note`);
  expect(note.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(note.headers.get('x-content-type-options')).toBe('nosniff');
  const text = await note.text();
  expect(text).toContain('What is Tea?');
  expect(text).toContain('**Hot**');
});

test('every conversation is on one page and once, while others come in and change', async () => {
  const { pageOf, talk } = await makeFilled(['A', 'B', 'C', 'D', 'E']);
  const seen: unknown[] = [];
  let next: string | null = '';
  for (let minute = 20; next !== null; minute += 1) {
    const page = await pageOf(`?limit=2&after=${next}`);
    seen.push(...page.titles);
    next = page.next;
    await talk('E', minute);
    await talk(`later ${minute}`, minute);
    await vi.waitFor(async () => expect((await pageOf()).titles).toContain(`later ${minute}`), SOON);
  }
  expect(seen).toEqual(['E', 'D', 'C', 'B', 'A']);
});

test('a search finds by all of its words and goes through everything, a page at a time', async () => {
  const { pageOf } = await makeFilled([...Array.from({ length: 30 }, (_, i) => `Milk ${i}`), 'Green Tea', 'Black Tea']);
  expect((await pageOf('?query=TEA%20%20green')).titles).toEqual(['Green Tea']);
  expect((await pageOf('?query=hot&limit=3')).titles).toEqual(['Black Tea', 'Green Tea', 'Milk 29']);
  expect(await pageOf('?query=cocoa')).toEqual({ titles: [], next: null });
  expect((await pageOf('?query=%22Milk%200%3F')).titles).toEqual([]);
  expect((await pageOf('?query=milk%200?&source=chatgpt')).titles).toContain('Milk 0');
  expect((await pageOf('?source=claude')).titles).toEqual([]);
});

test.each(['?after=x', '?after=MjAyNg', `?query=${'x'.repeat(201)}`])('%s is refused', async (query) => {
  const { tell } = await makeApi();
  expect(await tell(`GET /conversations${query}`)).toMatchObject({ status: 400, body: { error: 'invalid_query' } });
});

test('what is not there is not found, with and without a note', async () => {
  const { tell } = await makeApi();
  for (const path of ['conv_0', 'conv_0/note', '%00', '..%2F..']) {
    expect(await tell(`GET /conversations/${path}`)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  }
});
