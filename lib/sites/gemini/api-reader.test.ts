import { finish } from '../steps.ts';
import { describe, expect, test } from 'vitest';
import { type TestAnswer, testPage, type TestPage } from '../api-test-site.ts';
import { readFrames } from './api-frames.ts';
import { readGeminiApi } from './api-reader.ts';
import { geminiReader } from './dom-reader.ts';

interface Fixture {
  readonly address: string;
  readonly document: string;
  /** What the site answers, page after page, without the frames around it. */
  readonly pages?: readonly unknown[];
  /** The same as it comes. */
  readonly answers?: readonly TestAnswer[];
}

const fixtures = import.meta.glob<string>(
  ['/test/fixtures/gemini/api-*.json', '!/test/fixtures/gemini/*.expected.json'],
  { query: '?raw', import: 'default', eager: true },
);
const ADDRESS = 'https://gemini.google.com/app/1a2b3c4d5e6f7081';
const ROUTE = '/_/BardChatUi/data/batchexecute';
const PAGE = '<script>window.WIZ_global_data = {"SNlM0e":"old","cfb2h":"build","FdrFJe":"1"};</script>';

/** Length and JSON, as Google writes it: the line breaks on both sides count. */
function framed(...rows: unknown[]): string {
  const frames = rows.map((row) => JSON.stringify([row]));
  return [")]}'\n", ...frames.map((frame) => `${frame.length + 2}\n${frame}`), ''].join('\n');
}

function rowOf(inner: unknown): unknown[] {
  return ['wrb.fr', 'hNvQHb', JSON.stringify(inner), null, null, null, 'generic'];
}

const hello = rowOf([
  [[['c_1', 'r_1'], null, [['Hi 👋'], 1], [[['rc_1', ['Hello 👋']]]], [1790000000, 5000000]]],
  null,
]);

function pageOf({ address, document, pages = [], answers }: Fixture): TestPage {
  const account = /^\/u\/\d+/.exec(new URL(address).pathname)?.[0] ?? '';
  return testPage({
    address,
    document,
    responses: { [account + ROUTE]: answers ?? pages.map((inner) => ({ text: framed(rowOf(inner), ['di', 80]) })) },
  });
}

function fixture(name: string): TestPage {
  return pageOf(JSON.parse(fixtures[`/test/fixtures/gemini/api-${name}.json`]!) as Fixture);
}

function answering(answer: TestAnswer | readonly TestAnswer[], others: Record<string, TestAnswer> = {}): TestPage {
  return testPage({ address: ADDRESS, document: PAGE, responses: { [ROUTE]: answer, ...others } });
}

describe('answers', () => {
  test.each(Object.entries(fixtures))('%s', async (path, text) => {
    const result = JSON.stringify(await readGeminiApi(pageOf(JSON.parse(text) as Fixture)), null, 2);
    await expect(`${result}\n`).toMatchFileSnapshot(`../../..${path.replace(/json$/, 'expected.json')}`);
  });

  test('pages give what one page gives', async () => {
    expect(await readGeminiApi(fixture('2026-10-pages'))).toEqual(await readGeminiApi(fixture('2026-10-parts')));
  });

  test('ids are those that the page of the same conversation gives', async () => {
    const turn = (id: string, prompt: string) =>
      `<user-query><p class="query-text-line">${prompt}</p></user-query><model-response>` +
      `<message-content id="message-content-id-${id}"><div class="markdown">x</div></message-content></model-response>`;
    const shown = turn('r_0001', 'How warm? Costs $5.') + turn('r_0002', 'And in a film?') + turn('r_0003', 'Research');
    const page = fixture('2026-10-parts');
    const fromDom = finish(
      geminiReader.readDom(
        new DOMParser().parseFromString(shown + turn('r_0004', 'Draw a loaf'), 'text/html'),
        page.url,
      ),
    );
    const fromApi = await readGeminiApi(page);
    const ids = (result: typeof fromApi | typeof fromDom) =>
      result.ok ? result.conversation.messages.map(({ id }) => id) : result.reason;
    expect(ids(fromApi)).toEqual(ids(fromDom));
  });
});

describe('requests', () => {
  test('carry the tokens of the page and ask for the next page by its cursor', async () => {
    const page = fixture('2026-10-pages');
    await readGeminiApi(page);
    expect(Object.fromEntries(new URLSearchParams(page.requests[0]?.split(' ')[1]?.split('?')[1]))).toEqual({
      rpcids: 'hNvQHb',
      'source-path': '/app/1a2b3c4d5e6f7081',
      bl: 'build_1',
      'f.sid': '-42',
      hl: 'en',
      _reqid: '100000',
      rt: 'c',
    });
    const bodies = page.requests.map((request) => new URLSearchParams(request.split(' ')[2]));
    expect(bodies.map((body) => body.get('at'))).toEqual(['token:=1', 'token:=1']);
    expect(bodies.map((body) => cursorIn(body))).toEqual([null, 'next-1']);
  });

  test('end at a page without turns', async () => {
    const page = fixture('2026-10-empty-page');
    await readGeminiApi(page);
    expect(page.requests).toHaveLength(2);
  });

  test('go to the account of the address', async () => {
    const page = fixture('2026-10-account');
    await readGeminiApi(page);
    expect(page.requests[0]).toContain(`POST /u/2${ROUTE}?`);
  });

  test('are made again with fresh tokens, once', async () => {
    const fresh = { text: PAGE.replace('old', 'new') };
    const worn = { status: 400, text: framed(['er', null, null, null, null, 400]) };
    const page = answering([worn, { text: framed(hello) }], { '/app': fresh });
    expect(await readGeminiApi(page)).toMatchObject({ ok: true });
    expect(page.requests.map((request) => new URLSearchParams(request.split(' ')[2]).get('at'))).toEqual([
      'old',
      null,
      'new',
    ]);
    const always = answering(worn, { '/app': fresh });
    expect(await readGeminiApi(always)).toMatchObject({ reason: 'endpoint_changed', detail: 'HTTP 400' });
    expect(always.requests).toHaveLength(3);
  });

  test('begin with fresh tokens on a page that has none', async () => {
    const responses = { [ROUTE]: { text: framed(hello) }, '/app': { text: PAGE } };
    expect(await readGeminiApi(testPage({ address: ADDRESS, responses }))).toMatchObject({ ok: true });
    const signedOut = { '/app': { text: '<html>Sign in</html>' } };
    expect(await readGeminiApi(testPage({ address: ADDRESS, responses: signedOut }))).toMatchObject({
      ok: false,
      reason: 'not_logged_in',
    });
  });

  function cursorIn(body: URLSearchParams): unknown {
    const [[[, asked]]] = JSON.parse(body.get('f.req')!) as [[[string, string]]];
    return (JSON.parse(asked) as unknown[])[2];
  }
});

describe('frames', () => {
  const frames = [
    ['wrb.fr', 'x', '"👋\\n"'],
    ['di', 1],
  ];

  test('are cut by their length in UTF-16 units', () => {
    expect(readFrames(framed(...frames))).toEqual(frames.map((row) => [row]));
  });

  test.each([
    ['lengths in bytes', framed(...frames).replace(/^\d+$/gm, (length) => String(Number(length) + 3))],
    ['no lengths', framed(...frames).replace(/^\d+\n/gm, '')],
    ['no guard', framed(...frames).slice(4)],
    ['no line break at the end', framed(...frames).trimEnd()],
  ])('%s', (_name, body) => {
    expect(readFrames(body)).toEqual(frames.map((row) => [row]));
  });
});

describe('failures', () => {
  const error = (code: number, info?: number) => ({
    text: framed(['wrb.fr', 'hNvQHb', null, null, null, [code, null, info ? [['…BardErrorInfo', [info]]] : null]]),
  });
  test.each<[string, TestAnswer, string]>([
    ['a deleted conversation', error(5, 1167), 'not_found'],
    ['another kind of missing', error(5), 'endpoint_changed'],
    ['a malformed request', error(3), 'endpoint_changed'],
    ['another account', error(7), 'not_logged_in'],
    ['too much asked', error(8), 'rate_limited'],
    ['a broken server', error(13), 'site_error'],
    ['half an answer', { text: framed(hello).slice(0, 60) }, 'site_error'],
    ['a page instead of data', { text: '<!doctype html><title>Gemini</title>' }, 'endpoint_changed'],
    ['data of an unknown shape', { text: framed(rowOf({ turns: [] })) }, 'endpoint_changed'],
    [
      'answers in an unknown place',
      { text: framed(rowOf([[[['c', 'r_1'], null, [['Hi']], [[['rc_1']]]]]])) },
      'endpoint_changed',
    ],
    ['no such route', { status: 404, text: '<html>404</html>' }, 'endpoint_changed'],
    ['too many requests', { status: 429, text: '' }, 'rate_limited'],
  ])('%s', async (_name, answer, reason) => {
    expect(await readGeminiApi(answering(answer))).toMatchObject({ ok: false, reason });
  });

  test.each(['https://gemini.google.com/app', 'https://gemini.google.com/share/abc'])('%s', async (address) => {
    const page = testPage({ address, document: PAGE, responses: {} });
    expect(await readGeminiApi(page)).toEqual({ ok: false, reason: 'no_api_address' });
    expect(page.requests).toEqual([]);
  });

  test('an answer that is being written makes no complete conversation', async () => {
    const document = `${PAGE}<message-content><div class="markdown" aria-busy="true"></div></message-content>`;
    const page = testPage({ address: ADDRESS, document, responses: { [ROUTE]: { text: framed(hello) } } });
    expect(await readGeminiApi(page)).toMatchObject({ conversation: { completeness: 'unknown' } });
  });
});
