import { describe, expect, test } from 'vitest';
import type { ApiReadResult } from './api.ts';
import { MAX_ANSWER_BYTES } from './api-body.ts';
import { readers } from './readers.ts';

/*
 * What can be wrong with a site's answer, and what becomes of it. Every case has a fixture of its own; that it gives
 * what is written beside it there, the readers' own tests say. null: cannot be, the site's answer has no such thing.
 */

const results = import.meta.glob<ApiReadResult>('/test/fixtures/{chatgpt/api,claude,gemini}/*.expected.json', {
  import: 'default',
  eager: true,
});
const FOLDERS = { chatgpt: 'chatgpt/api/', claude: 'claude/api-', gemini: 'gemini/api-' } as const;

type Case = readonly [fixture: string, outcome: string];
type Cases = Readonly<Record<keyof typeof FOLDERS, Case | null>>;

const TABLE: Readonly<Record<string, Cases>> = {
  'truncated JSON': {
    chatgpt: ['2026-09-tree-truncated', 'site_error'],
    claude: ['2026-10-truncated', 'site_error'],
    gemini: ['2026-10-truncated', 'site_error'],
  },
  'HTML instead of JSON': {
    chatgpt: ['2026-09-tree-html', 'endpoint_changed'],
    claude: ['2026-10-html', 'endpoint_changed'],
    gemini: ['2026-10-html', 'endpoint_changed'],
  },
  'content of a kind that is not known': {
    chatgpt: ['2026-09-tree-unknown-content', 'complete'],
    claude: ['2026-10-parts', 'complete'],
    gemini: ['2026-10-unknown-content', 'complete'],
  },
  'answers in a place that is not known': {
    chatgpt: ['2026-09-tree-answers-unknown', 'endpoint_changed'],
    claude: ['2026-10-answers-unknown', 'endpoint_changed'],
    gemini: ['2026-10-answers-unknown', 'endpoint_changed'],
  },
  'a cycle in the tree': {
    chatgpt: ['2026-09-tree-cycle', 'endpoint_changed'],
    claude: ['2026-10-cycle', 'endpoint_changed'],
    gemini: null,
  },
  'a cycle beside the current branch': {
    chatgpt: ['2026-09-tree-cycle-beside', 'complete'],
    claude: ['2026-10-cycle-beside', 'complete'],
    gemini: null,
  },
  'a missing parent, and a second route that has it': {
    chatgpt: ['2026-09-tree-missing-parent', 'complete'],
    claude: ['2026-10-rpc-after-broken-chain', 'complete'],
    gemini: null,
  },
  'a missing parent, and no other route': {
    chatgpt: ['2026-09-tree-parent-gone', 'endpoint_changed'],
    claude: ['2026-10-missing-parent', 'endpoint_changed'],
    gemini: null,
  },
  // Nothing of ChatGPT's is left out, so its answer stays whole.
  'duplicate ids': {
    chatgpt: ['2026-09-tree-duplicate-ids', 'complete'],
    claude: ['2026-10-duplicate-ids', 'unknown'],
    gemini: ['2026-10-duplicate-ids', 'unknown'],
  },
  'a conversation that changes while it is paged': {
    chatgpt: ['2026-09-paged-changed', 'window'],
    claude: null,
    gemini: ['2026-10-changed-while-paged', 'unknown'],
  },
  'a cursor that comes again': {
    chatgpt: ['2026-09-paged-repeated-cursor', 'window'],
    claude: null,
    gemini: ['2026-10-same-page-again', 'unknown'],
  },
  'an empty page': {
    chatgpt: ['2026-09-paged-empty-page', 'window'],
    claude: null,
    gemini: ['2026-10-empty-page', 'unknown'],
  },
  'messages without a clock': {
    chatgpt: ['2026-09-tree-no-clock', 'complete'],
    // Without a leaf as well.
    claude: ['2026-10-no-clock', 'unknown'],
    gemini: ['2026-10-no-clock', 'complete'],
  },
  'a deleted conversation': {
    chatgpt: ['2026-09-deleted', 'not_found'],
    claude: ['2026-10-deleted', 'not_found'],
    gemini: ['2026-10-deleted', 'not_found'],
  },
  'an empty conversation': {
    chatgpt: ['2026-09-tree-empty', 'no_api_address'],
    claude: ['2026-10-empty', 'no_api_address'],
    gemini: ['2026-10-empty', 'no_api_address'],
  },
};

describe.each(Object.entries(TABLE))('%s', (_, cases) => {
  const asked = Object.entries(cases).flatMap(([site, given]) => (given ? [[site, ...given] as const] : []));
  test.each(asked)('%s: %s: %s', (site, fixture, outcome) => {
    const result = results[`/test/fixtures/${FOLDERS[site as keyof Cases]}${fixture}.expected.json`];
    expect(result?.ok ? result.conversation.completeness : result?.reason).toBe(outcome);
  });
});

describe('an answer of more than 32 MB', () => {
  /** The requests that go before the one for the conversation. */
  const BEFORE: Readonly<Record<string, unknown>> = {
    '/api/auth/session': { accessToken: 'token' },
    '/api/organizations': [{ uuid: 'o-1', capabilities: ['chat'] }],
  };
  const CHUNK = new Uint8Array(1024 * 1024).fill(0x20);

  test.each([
    ['chatgpt', 'https://chatgpt.com/c/77777777-aaaa-4bbb-8ccc-000000000020', ''],
    ['claude', 'https://claude.ai/chat/0190aaaa-1111-7000-8000-000000000001', ''],
    [
      'gemini',
      'https://gemini.google.com/app/1a2b3c4d5e6f7081',
      '<script>"SNlM0e":"t","cfb2h":"b","FdrFJe":"1"</script>',
    ],
  ] as const)('%s: is not read to its end', async (site, address, html) => {
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += CHUNK.byteLength;
          controller.enqueue(CHUNK);
        },
      });
    const fetch = (input: URL | RequestInfo): Promise<Response> => {
      const before = BEFORE[new URL(input as string).pathname];
      return Promise.resolve(new Response(before === undefined ? endless() : JSON.stringify(before)));
    };
    const document = new DOMParser().parseFromString(html, 'text/html');
    const result = await readers[site].readApi?.({ document, url: new URL(address), fetch });
    expect(result).toEqual({ ok: false, reason: 'too_large' });
    expect(sent).toBeLessThan(MAX_ANSWER_BYTES + 8 * CHUNK.byteLength);
  });
});
