import { finish } from '../steps.ts';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import type { ApiReadResult } from '../api.ts';
import { readChatgptApi } from './api-reader.ts';
import { chatgptReader } from './dom-reader.ts';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

interface Case {
  address: string;
  /** A page of `test/fixtures/chatgpt`. */
  page?: string;
  html?: string;
  /** By path and query; everything else is not there. */
  answers: Record<string, Answer>;
}

const FOLDER = '../../../test/fixtures/chatgpt';
const cases = import.meta.glob<Case>(
  ['../../../test/fixtures/chatgpt/api/*.json', '!../../../test/fixtures/chatgpt/api/*.expected.json'],
  { import: 'default', eager: true },
);
const pages = import.meta.glob<string>('../../../test/fixtures/chatgpt/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const TOKEN = 'token-of-the-session';
const SESSION = { json: { accessToken: TOKEN, user: { id: 'user-1' } } };
const ID = '77777777-aaaa-4bbb-8ccc-000000000020';
const TREE = `/backend-api/conversation/${ID}`;
const CHAT = `https://chatgpt.com/c/${ID}`;

function documentOf({ address, page, html = '' }: Omit<Case, 'answers'>): Document {
  return new JSDOM(page ? pages[`${FOLDER}/${page}`] : html, { url: address }).window.document;
}

interface Asked {
  readonly path: string;
  readonly headers: Headers;
}

/** Reads with a site that gives these answers; `asked` are the requests it saw. */
async function read({ answers, ...shown }: Case, cookie = ''): Promise<{ result: ApiReadResult; asked: Asked[] }> {
  const document = documentOf(shown);
  document.cookie = cookie;
  const asked: Asked[] = [];
  const fetch = async (...request: ConstructorParameters<typeof Request>): Promise<Response> => {
    const { url, headers } = new Request(...request);
    const { pathname, search } = new URL(url);
    asked.push({ path: pathname + search, headers });
    const found = { '/api/auth/session': SESSION, ...answers }[pathname + search];
    const answer: Answer = found ?? { status: 404, json: { detail: 'Not Found' } };
    const body = answer.text ?? JSON.stringify(answer.json);
    return new Response(body, { status: answer.status ?? 200, headers: answer.headers ?? {} });
  };
  const result = await readChatgptApi({
    document,
    url: new URL(shown.address),
    fetch,
  });
  return { result, asked };
}

test.each(Object.entries(cases))('%s', async (file, given) => {
  const { result } = await read(given);
  await expect(`${JSON.stringify(result, null, 2)}\n`).toMatchFileSnapshot(file.replace(/json$/, 'expected.json'));
  const text = JSON.stringify(result);
  for (const word of [TOKEN, 'private', 'Worked for', '\uE200']) expect(text).not.toContain(word);
});

test('nothing is said to be complete that is not', () => {
  const complete = Object.entries(cases).filter(([, { answers }]) => JSON.stringify(answers) !== '{}');
  return Promise.all(
    complete.map(async ([file, given]) => {
      const { result } = await read(given);
      if (!result.ok || result.conversation.completeness !== 'complete') return;
      const { messages } = result.conversation;
      expect(file).not.toMatch(/paged-|being-written|cycle\.json/);
      expect(messages.map(({ index }) => index)).toEqual(messages.map((_, index) => index));
      expect(messages.map(({ parent_id: parent }) => parent)).toEqual([
        null,
        ...messages.slice(0, -1).map(({ id }) => id),
      ]);
    }),
  );
});

describe('both readers give the same conversation', () => {
  test.each(['2026-09-tree-kettle', '2026-09-tree-garden'])('%s', async (name) => {
    const given = cases[`${FOLDER}/api/${name}.json`]!;
    const fromDom = finish(chatgptReader.readDom(documentOf(given), new URL(given.address)));
    const { result: fromApi } = await read(given);
    if (!fromDom.ok || !fromApi.ok) throw new Error('both can be read');
    const { sessionId, title, url } = fromApi.conversation;
    expect(fromDom.conversation).toMatchObject({ sessionId, title, url });
    const told = fromApi.conversation.messages.map(({ id, role, content }) => ({ id, role, content }));
    expect(fromDom.conversation.messages.map(({ id, role, content }) => ({ id, role, content }))).toEqual(told);
    const attached = fromApi.conversation.messages.map(({ attachments = [] }) => attachments.length);
    expect(fromDom.conversation.messages.map(({ attachments = [] }) => attachments.length)).toEqual(attached);
  });
});

describe('asking', () => {
  const tree = cases[`${FOLDER}/api/2026-09-tree-branches.json`]!;

  test('goes with the token of the session, and with the workspace that the page has chosen', async () => {
    const { asked } = await read(tree, '_account=0b6f2d1c-3a58-4c0e-9d57-6e2a8f41c903');
    expect(asked.map(({ path }) => path)).toEqual(['/api/auth/session', TREE]);
    expect(asked[0]!.headers.get('authorization')).toBe(null);
    expect(asked[1]!.headers.get('authorization')).toBe(`Bearer ${TOKEN}`);
    expect(asked[1]!.headers.get('chatgpt-account-id')).toBe('0b6f2d1c-3a58-4c0e-9d57-6e2a8f41c903');
  });

  test('names no workspace for a personal account', async () => {
    const { asked } = await read(tree, '_account=personal');
    expect(asked[1]!.headers.get('chatgpt-account-id')).toBe(null);
  });

  test.each(['/', '/g/g-abc', `/share/${ID}`, `/share/e/${ID}`, '/c/WEB:1234', '/library'])(
    '%s has no conversation of its own',
    async (path) => {
      const { result, asked } = await read({ address: `https://chatgpt.com${path}`, answers: {} });
      expect(result).toEqual({ ok: false, reason: 'no_api_address' });
      expect(asked).toEqual([]);
    },
  );

  test.each([
    [{ status: 401, json: {} }, { reason: 'not_logged_in' }],
    [{ status: 403, json: {} }, { reason: 'not_logged_in' }],
    [{ status: 403, text: 'x', headers: { 'cf-mitigated': 'challenge' } }, { reason: 'blocked' }],
    [
      { status: 429, text: '', headers: { 'retry-after': '60' } },
      { reason: 'rate_limited', retryAfterMs: 60_000 },
    ],
    [{ status: 503, text: '' }, { reason: 'site_error' }],
    [{ status: 422, json: {} }, { reason: 'endpoint_changed' }],
  ])('a refusal %j is told, and the other route is not tried', async (answer, expected) => {
    const { result, asked } = await read({ address: CHAT, answers: { [TREE]: answer } });
    expect(result).toMatchObject({ ok: false, ...expected });
    expect(asked).toHaveLength(2);
  });

  test.each([404, 405, 410])('%i sends it to the other route', async (status) => {
    const { asked } = await read({ address: CHAT, answers: { [TREE]: { status, json: {} } } });
    expect(asked.at(-1)!.path).toBe(`/backend-api/conversations/${ID}?include_has_versions=true&num_turns=100`);
  });

  test('a refusal between two pages is told', async () => {
    const { answers } = cases[`${FOLDER}/api/2026-09-paged.json`]!;
    const older = Object.keys(answers).find((path) => path.includes('before='))!;
    const { result } = await read({ address: CHAT, answers: { ...answers, [older]: { status: 429, text: '' } } });
    expect(result).toMatchObject({ ok: false, reason: 'rate_limited' });
  });

  test.each([
    ['signed out', { json: { WARNING_BANNER: 'x' } }, 'not_logged_in'],
    ['a token that is none', { json: { accessToken: 7 } }, 'not_logged_in'],
    ['no object', { json: null }, 'not_logged_in'],
    ['a shield', { text: '<title>Just a moment...</title>' }, 'blocked'],
  ])('without a session nothing is asked: %s', async (_, session, reason) => {
    const { result, asked } = await read({ address: CHAT, answers: { '/api/auth/session': session } });
    expect(result).toMatchObject({ ok: false, reason });
    expect(asked).toHaveLength(1);
  });
});
