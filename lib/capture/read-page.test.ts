import { describe, expect, test } from 'vitest';
import type { ApiReadResult } from '../sites/api.ts';
import type { Conversation, ReadResult } from '../sites/conversation.ts';
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

const read = (use: ReaderChoice, api: ApiReadResult, dom: ReadResult) =>
  readWith(
    { readDom: () => dom, readApi: async () => api },
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
    expect(await readWith({ readDom: () => DOM }, { ...page, use: 'auto' })).toEqual(DOM);
    expect(await readWith({ readDom: () => DOM }, { ...page, use: 'api' })).toEqual({
      ok: false,
      reason: 'endpoint_changed',
    });
  });
});
