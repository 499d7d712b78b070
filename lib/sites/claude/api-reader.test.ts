import { finish } from '../steps.ts';
import { describe, expect, test } from 'vitest';
import { type TestAnswer, type TestSite, testPage } from '../api-test-site.ts';
import { currentBranch } from './api-branch.ts';
import { readTree } from './api-messages.ts';
import { readClaudeApi } from './api-reader.ts';
import { parseTree } from './api-tree.ts';
import { claudeReader } from './dom-reader.ts';

const fixtures = import.meta.glob<string>(
  ['/test/fixtures/claude/api-*.json', '!/test/fixtures/claude/*.expected.json'],
  { query: '?raw', import: 'default', eager: true },
);
const ADDRESS = 'https://claude.ai/chat/0190aaaa-1111-7000-8000-000000000001';
const CHAT = '0190bbbb-0000-4000-8000-000000000001';
const TREE = `/api/organizations/${CHAT}/chat_conversations/0190aaaa-1111-7000-8000-000000000001`;
const organizations = { json: [{ uuid: CHAT, capabilities: ['chat'] }] };

function fixture(name: string): TestSite {
  return JSON.parse(fixtures[`/test/fixtures/claude/api-${name}.json`]!) as TestSite;
}

describe('answers', () => {
  test.each(Object.entries(fixtures))('%s', async (path, site) => {
    const result = JSON.stringify(await readClaudeApi(testPage(JSON.parse(site) as TestSite)), null, 2);
    await expect(`${result}\n`).toMatchFileSnapshot(`../../..${path.replace(/json$/, 'expected.json')}`);
  });

  test('what a tool read is nowhere in it', async () => {
    const result = JSON.stringify(await readClaudeApi(testPage(fixture('2026-10-parts'))));
    expect(result).not.toContain('What a tool read');
    expect(result).not.toContain('Whole page that the model read');
  });

  test('every message of a tree stands once, in the branch or beside it', async () => {
    const site = fixture('2026-10-branches');
    const all = (site.responses[TREE] as { json: { chat_messages: { uuid: string }[] } }).json.chat_messages;
    const result = await readClaudeApi(testPage(site));
    const { messages, branches = [] } = result.ok ? result.conversation : { messages: [] };
    const ids = [...messages, ...branches.flatMap((branch) => branch.messages)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(all.length);
  });
});

describe('ids', () => {
  const prompt = (id: string, words: string) =>
    `<div data-cds="UserMessage" data-turn-key="${id}"><p data-testid="user-message">${words}</p></div>`;
  const answer = (id: string, words: string) =>
    `<div data-cds="AssistantMessage" data-turn-key="${id}"><p data-cds="Prose">${words}</p></div>`;

  test('are those that the page of the same conversation gives', async () => {
    const first = '0190aaaa-3333-7000-8000-000000000001';
    const second = '0190aaaa-3333-7000-8000-000000000006';
    const again = '0190aaaa-3333-7000-8000-000000000008';
    const document = [
      prompt(first, 'Hi') + answer(`${first}-hub-reply`, 'One'),
      prompt(second, 'More, edited') + answer(again, 'Two of the edit, again'),
    ].join('');
    const page = testPage({ ...fixture('2026-10-branches'), document });
    const fromApi = await readClaudeApi(page);
    const fromDom = finish(claudeReader.readDom(page.document, page.url));
    const ids = (result: typeof fromApi | typeof fromDom) =>
      result.ok ? result.conversation.messages.map(({ id }) => id) : result.reason;
    expect(ids(fromApi)).toEqual(ids(fromDom));
  });

  test('of answers from before the page named them after their prompts are their own', async () => {
    const result = await readClaudeApi(testPage(fixture('2024-12-tags')));
    expect(result).toMatchObject({
      conversation: { messages: [{}, { id: '0190aaaa-3333-7000-8000-000000000002' }, {}, {}] },
    });
  });
});

describe('organisations', () => {
  const other = '0190bbbb-0000-4000-8000-000000000002';
  const tree = fixture('2026-10-gone-leaf').responses[TREE]!;
  const both = { json: [organizations.json[0], { uuid: other, capabilities: ['chat'] }] };

  test('one without chats is not asked', async () => {
    const page = testPage(fixture('2026-10-branches'));
    await readClaudeApi(page);
    expect(page.requests).toHaveLength(2);
    expect(page.requests[1]).toContain(`${TREE}?tree=True&rendering_mode=messages&render_all_tools=true`);
  });

  test('all others are, the active one first', async () => {
    const page = testPage({
      address: ADDRESS,
      responses: { '/api/organizations': both, [TREE]: tree },
    });
    const document = { cookie: `a=b; lastActiveOrg=${other}`, querySelector: () => null, querySelectorAll: () => [] };
    const result = await readClaudeApi({ ...page, document: document as unknown as Document });
    expect(result.ok).toBe(true);
    expect(page.requests.slice(1).map((request) => request.split('/')[3])).toEqual([other, CHAT]);
  });

  test('a conversation that one of them may not see is looked for in the next', async () => {
    const responses = {
      '/api/organizations': { json: both.json.toReversed() },
      [TREE.replace(CHAT, other)]: { status: 403, json: {} },
      [TREE]: tree,
    };
    expect(await readClaudeApi(testPage({ address: ADDRESS, responses }))).toMatchObject({ ok: true });
  });
});

describe('failures', () => {
  const wait = { 'retry-after': '7' };
  test.each<[string, TestAnswer, object]>([
    ['signed out', { status: 401, json: {} }, { reason: 'not_logged_in' }],
    ['too many requests', { status: 429, headers: wait }, { reason: 'rate_limited', retryAfterMs: 7000 }],
    ['a broken server', { status: 503, headers: wait }, { reason: 'site_error', retryAfterMs: 7000 }],
    ['a shield', { status: 403, headers: { 'cf-mitigated': 'challenge' } }, { reason: 'blocked' }],
    ['a shield in words', { status: 403, text: '<html><title>Just a moment...</title>' }, { reason: 'blocked' }],
    ['no list of messages', { json: { uuid: 'x' } }, { reason: 'endpoint_changed' }],
    ['messages of an unknown shape', { json: { chat_messages: [{ id: 'x' }] } }, { reason: 'endpoint_changed' }],
    ['an empty conversation', { json: { chat_messages: [] } }, { reason: 'no_api_address' }],
  ])('%s', async (_name, answer, expected) => {
    const responses = { '/api/organizations': organizations, [TREE]: answer };
    expect(await readClaudeApi(testPage({ address: ADDRESS, responses }))).toMatchObject({ ok: false, ...expected });
  });

  test('none of them asks the second route but a missing one', async () => {
    const responses = { '/api/organizations': organizations, [TREE]: { status: 429 } };
    const page = testPage({ address: ADDRESS, responses });
    await readClaudeApi(page);
    expect(page.requests).toHaveLength(2);
  });

  test.each(['https://claude.ai/new', 'https://claude.ai/'])('%s has no conversation', async (address) => {
    const page = testPage({ address, responses: {} });
    expect(await readClaudeApi(page)).toEqual({ ok: false, reason: 'no_api_address' });
    expect(page.requests).toEqual([]);
  });

  test('an answer that is being written makes no complete conversation', async () => {
    const site = { ...fixture('2026-10-branches'), document: '<p data-is-streaming="true"></p>' };
    expect(await readClaudeApi(testPage(site))).toMatchObject({ conversation: { completeness: 'unknown' } });
  });
});

test('decoding a conversation of 2,400 messages and 8 MB costs a few times what parsing its JSON does', async () => {
  const words = 'Dough rises, **slowly**, at 24 °C. `let t = 24` costs $5. '.repeat(56);
  const messages = Array.from({ length: 2400 }, (_, index) => ({
    uuid: `m-${index}`,
    parent_message_uuid: index === 0 ? '' : `m-${index - (index % 6 === 5 ? 2 : 1)}`,
    sender: index % 2 === 0 ? 'human' : 'assistant',
    index,
    created_at: '2026-10-12T09:00:00.000000Z',
    content: [{ type: 'text', text: words, citations: [] }],
  }));
  const text = JSON.stringify({ uuid: 'x', current_leaf_message_uuid: 'm-2398', chat_messages: messages });
  expect(text.length).toBeGreaterThan(8e6);
  const place = { origin: 'https://claude.ai', organization: CHAT, conversation: 'x' };
  const decode = (): number => {
    const start = performance.now();
    const json: unknown = JSON.parse(text);
    const parsed = performance.now();
    const tree = parseTree(json)!;
    const { messages, branches } = readTree(tree, currentBranch(tree, [])!.messages, place);
    const decoded = performance.now();
    expect(messages.length + branches.length).toBe(2400);
    return (decoded - parsed) / (parsed - start);
  };
  // The best of a few: the machine has other things to do.
  expect(Math.min(...Array.from({ length: 5 }, decode))).toBeLessThan(15);
});
