// @vitest-environment jsdom
import { asyncProperty, assert, array, constantFrom, record, nat } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../lib/sites/conversation.ts';
import { readers } from '../../lib/sites/readers.ts';
import { finish } from '../../lib/sites/steps.ts';
import { chatgptKind } from './chatgpt/kind.ts';
import { Chat, type Said } from './chat.ts';
import { claudeKind } from './claude/kind.ts';
import { captured, comparable, withoutIds } from './comparable.ts';
import { expectedMessages } from './expected-messages.ts';
import { geminiKind, geminiKindOf } from './gemini/kind.ts';
import { Ids } from './ids.ts';
import { pageAtRest } from './page-at-rest.ts';
import { NOTES, PICTURE, richTalk } from './sample-chats.ts';
import type { ApiMode, LayoutAge, SiteKind } from './site-kind.ts';

const kinds: SiteKind[] = [chatgptKind, claudeKind, geminiKind];
const LAYOUTS: LayoutAge[] = ['new', 'old'];

function chatOf(kind: SiteKind, said: readonly Said[]): Chat {
  const newId = kind.newId(new Ids('0f5b7f9e'));
  const chat = new Chat(newId(), 'Quince jam', newId);
  said.forEach((words, place) => chat.add(place % 2 === 0 ? 'user' : 'assistant', words));
  return chat;
}

interface Way {
  readonly layout?: LayoutAge;
  readonly mode?: ApiMode;
  readonly isWhole?: boolean;
}

interface Both {
  readonly kind: SiteKind;
  readonly chat: Chat;
  readonly dom: Conversation;
  readonly api: Conversation;
}

/** Reads a chat both ways; fails with the reason when one way gives nothing. */
async function readBoth(kind: SiteKind, chat: Chat, way: Way = {}): Promise<Both> {
  const page = pageAtRest({ kind, chat, ...way });
  const reader = readers[kind.id];
  const dom = finish(reader.readDom(page.document, page.url));
  const api = await reader.readApi?.(page);
  if (!dom.ok || !api?.ok) throw new Error(JSON.stringify({ dom: dom.ok || dom, api: api?.ok || api }));
  return { kind, chat, dom: dom.conversation, api: api.conversation };
}

/** Both are what was said, and the same where both know it. */
function expectSame(both: Both): void {
  const { dom, api } = both;
  expectSameWords(both);
  expect(captured(dom.messages)).toEqual(captured(api.messages));
  // Ids that a reader had to make up, too.
  expect(dom.messages.map(({ id }) => id)).toEqual(api.messages.map(({ id }) => id));
  expect([dom.sessionId, dom.title, dom.url]).toEqual([api.sessionId, api.title, api.url]);
}

/** Of a page that gives no ids. */
function expectSameWords({ kind, chat, dom, api }: Both): void {
  const expected = expectedMessages(kind, chat).map(comparable);
  expect(captured(api.messages)).toEqual(expected);
  expect(withoutIds(captured(dom.messages))).toEqual(withoutIds(expected));
}

describe.each(kinds)('$id', (kind) => {
  test.each(LAYOUTS)('every kind of part and uploads, on the %s page', async (layout) => {
    const [first, ...rest] = richTalk('Quince');
    // A document has no tile of its own on ChatGPT's newest page.
    const uploads = kind.id === 'chatgpt' && layout === 'new' ? [PICTURE] : [NOTES, PICTURE];
    const chat = chatOf(kind, [{ ...first!, uploads }, ...rest]);
    const both = await readBoth(kind, chat, { layout });
    if (layout === 'new' || kind.id === 'chatgpt') expectSame(both);
    else expectSameWords(both);
  });

  test('whatever was stopped, broken off, written again, edited and looked at', async () => {
    const step = record({
      what: constantFrom('ask', 'stop', 'fail', 'again', 'edit', 'show'),
      which: nat(9),
      words: nat(7),
    });
    await assert(
      asyncProperty(array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
        const chat = chatOf(kind, richTalk('Quince').slice(0, 2));
        for (const { what, which, words } of steps) act(chat, { what, which, words });
        expectSame(await readBoth(kind, chat));
      }),
      { numRuns: 12 },
    );
  });

  test('a page that shows a part of the list: the same messages under the same ids', async () => {
    const chat = chatOf(kind, Array.from({ length: 15 }, () => richTalk('Quince')).flat());
    const { dom, api } = await readBoth(kind, chat, { isWhole: false });
    const { messages, completeness } = dom;
    const last = api.messages.slice(-messages.length);
    expect(messages.length).toBeLessThan(60);
    expect(completeness).not.toBe('complete');
    expect(captured(messages)).toEqual(captured(last));
    expect(messages.map(({ id }) => id)).toEqual(last.map(({ id }) => id));
  });
});

/** Does to the end of a chat what people do. */
function act(chat: Chat, { what, which, words }: { what: string; which: number; words: number }): void {
  const prompt = chat.branch().findLast(({ role }) => role === 'user')!;
  const write = (status: 'done' | 'stopped' | 'failed', parentId: string): void => {
    const answer = chat.add(
      'assistant',
      { text: `About Quince, **${chat.messages.length}** things, one by one.` },
      parentId,
    );
    answer.status = status;
    if (status !== 'done') answer.words = 1 + words;
  };
  if (what === 'again') return write('done', prompt.id);
  if (what === 'edit') return write('done', chat.add('user', { text: `Quince, edited ${which}?` }, prompt.parentId).id);
  if (what === 'show') return chat.show(chat.messages[which % chat.messages.length]!.id);
  const asked = chat.add('user', { text: `Quince ${which}?` });
  return write(what === 'stop' ? 'stopped' : what === 'fail' ? 'failed' : 'done', asked.id);
}

test.each<[SiteKind, string]>([
  [chatgptKind, 'chatgpt/api-paged'],
  [claudeKind, 'claude/api-rpc'],
])('$id, where only the newer route is left', async (kind, layout) => {
  const chat = chatOf(kind, richTalk('Quince'));
  const both = await readBoth(kind, chat, { mode: 'newer_route' });
  expect(both.api).toMatchObject({ layout, completeness: 'complete' });
  expectSame(both);
});

test('gemini, at the address of a second account', async () => {
  const kind = geminiKindOf('/u/2');
  const chat = chatOf(kind, richTalk('Quince'));
  const both = await readBoth(kind, chat);
  expect(both.api).toMatchObject({ completeness: 'complete', url: `https://gemini.google.com/u/2/app/${chat.id}` });
  expectSame(both);
});

test('claude, a chat that goes on from before the page named answers after their prompts', async () => {
  const chat = chatOf(claudeKind, []);
  chat.startMs = Date.parse('2026-10-02T23:58:30Z');
  for (const words of [...richTalk('Quince'), ...richTalk('Quince')])
    chat.add(chat.messages.length % 2 === 0 ? 'user' : 'assistant', words);
  const both = await readBoth(claudeKind, chat);
  expectSame(both);
  const named = both.api.messages.map(({ id = '' }) => id.endsWith('-hub-reply'));
  expect(new Set(named.filter((_, place) => place % 2 === 1))).toEqual(new Set([false, true]));
});
