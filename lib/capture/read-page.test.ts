import { describe, expect, test } from 'vitest';
import type { ApiReadResult } from '../sites/api.ts';
import type { Conversation, ReadResult } from '../sites/conversation.ts';
import type { Site } from '../sites/site.ts';
import type { Steps } from '../sites/steps.ts';
import { readWith } from './read-page.ts';
import type { ReaderChoice } from './reader-slot.ts';

const conversation = (reader: 'api' | 'dom'): Conversation => ({
  source: 'chatgpt',
  sessionId: 's',
  title: '',
  url: 'https://chatgpt.com/c/s',
  messages: [{ role: 'user', content: 'Hi' }],
  reader,
  layout: 'chatgpt/test',
  completeness: 'unknown',
});
const API: ApiReadResult = { ok: true, conversation: conversation('api') };
const DOM: ReadResult = { ok: true, conversation: conversation('dom') };
const EMPTY: ReadResult = { ok: false, reason: 'no_messages' };

const site: Site = {
  id: 'chatgpt',
  name: 'ChatGPT',
  matches: [],
  mayShowConversation: () => true,
  conversationIdOf: () => 's',
  messageSelectors: ['p'],
  streamingSelectors: [],
};

function* steps(result: ReadResult): Steps<ReadResult> {
  yield;
  return result;
}

const read = (use: ReaderChoice, api: ApiReadResult, dom: ReadResult) =>
  readWith(
    site,
    { readDom: () => steps(dom), readApi: async () => api },
    { document, url: new URL('https://chatgpt.com/c/s'), fetch, use },
  );

describe('read', () => {
  test.each([
    ['the API goes first', 'auto', API, DOM, API],
    ['the document, when asked for', 'dom', API, DOM, DOM],
    ['the document, when the API has changed', 'auto', { ok: false, reason: 'endpoint_changed' }, DOM, DOM],
    [
      'the document, when the API says not now',
      'auto',
      { ok: false, reason: 'rate_limited', retryAfterMs: 5_000 },
      DOM,
      { ...DOM, apiRefusal: { retryAfterMs: 5_000 } },
    ],
    [
      'why the document is empty, when there is no API to ask',
      'auto',
      { ok: false, reason: 'no_api_address' },
      EMPTY,
      EMPTY,
    ],
    [
      'why the API refuses, when the document is empty',
      'auto',
      { ok: false, reason: 'not_logged_in' },
      EMPTY,
      { ok: false, reason: 'not_logged_in' },
    ],
    [
      'the API alone, when asked for',
      'api',
      { ok: false, reason: 'blocked', detail: '403' },
      DOM,
      { ok: false, reason: 'blocked', detail: '403' },
    ],
  ] as const)('%s', async (...[, use, api, dom, expected]) => {
    expect(await read(use, api, dom)).toEqual(expected);
  });

  test('a site without an API is read from the document', async () => {
    const page = { document, url: new URL('https://chatgpt.com/c/s'), fetch };
    expect(await readWith(site, { readDom: () => steps(DOM) }, { ...page, use: 'auto' })).toEqual(DOM);
    expect(await readWith(site, { readDom: () => steps(DOM) }, { ...page, use: 'api' })).toEqual({
      ok: false,
      reason: 'endpoint_changed',
    });
  });

  test('a document that changes under the reading is read again', async () => {
    let readings = 0;
    const change = () => document.body.append(document.createElement('p'));
    function* changing(): Steps<ReadResult> {
      readings += 1;
      if (readings === 1) change();
      yield;
      return DOM;
    }
    const page = { document, url: new URL('https://chatgpt.com/c/s'), fetch, use: 'dom' as const };
    expect(await readWith(site, { readDom: changing }, page)).toEqual(DOM);
    expect(readings).toBe(2);
  });

  test('one that never rests is still loading', async () => {
    function* restless(): Steps<ReadResult> {
      document.body.append(document.createElement('p'));
      yield;
      return DOM;
    }
    const page = { document, url: new URL('https://chatgpt.com/c/s'), fetch, use: 'dom' as const };
    expect(await readWith(site, { readDom: restless }, page)).toMatchObject({ ok: false, reason: 'still_loading' });
  });
});
