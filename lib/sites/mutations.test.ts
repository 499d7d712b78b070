import { describe, expect, test } from 'vitest';
import { mutatedJson, mutatedPage, type Random } from '../../test/support/mutations.ts';
import { randomFrom } from '../../test/support/random-from.ts';
import type { Message } from '../protocol/event.ts';
import type { ApiReadResult } from './api.ts';
import type { ReadResult } from './conversation.ts';
import { readers } from './readers.ts';
import { siteAt } from './registry.ts';
import { finish } from './steps.ts';

/*
 * What the fixtures hold, with something gone wrong with it: no reader fails with an exception, and none says "complete"
 * of a conversation while words of a message that it leaves out still stand in what it was given.
 */

/** Spoilt in so many ways each; BRAINPOST_MUTATIONS=500 is worth its minutes after a change of a reader. */
const WAYS = Number(process.env['BRAINPOST_MUTATIONS'] ?? 4);

const pages = import.meta.glob<string>('/test/fixtures/*/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const answers = import.meta.glob<string>(
  [
    '/test/fixtures/chatgpt/api/*.json',
    '/test/fixtures/{claude,gemini}/api-*.json',
    '!/test/fixtures/**/*.expected.json',
  ],
  { query: '?raw', import: 'default', eager: true },
);

interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
}

interface Fixture {
  readonly address: string;
  readonly document?: string;
  readonly html?: string;
  /** ChatGPT: by path and query. Gemini: one after the other, as they come. */
  readonly answers?: Readonly<Record<string, Answer>> | readonly Answer[];
  /** Claude: by path. */
  readonly responses?: Readonly<Record<string, Answer | readonly Answer[]>>;
  /** Gemini: one after the other, without their frames. */
  readonly pages?: readonly unknown[];
}

const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');

function readerAt(url: URL) {
  const site = siteAt(url);
  if (!site) throw new Error(`no site at ${url.host}`);
  return readers[site.id];
}

/** The first words of a message as they stand wherever the site writes them; '' where it has no two in a row. */
function wordsOf({ content }: Message): string {
  return /\p{L}+ \p{L}[\p{L}\p{N} ,.?]{2,}/u.exec(content)?.[0].trim() ?? '';
}

type Result = ReadResult | ApiReadResult;

/** What was given to a reader, and what came of it. */
interface Reading {
  readonly given: string;
  readonly result: Result;
}

/** What a result that says "complete" leaves out although all its words are still there. */
function leftOut(before: Reading, after: Reading): string[] {
  if (!before.result.ok || !after.result.ok || after.result.conversation.completeness !== 'complete') return [];
  const read = JSON.stringify(after.result.conversation);
  const count = (text: string, words: string) => text.split(words).length;
  const words = before.result.conversation.messages.map(wordsOf).filter((said) => said !== '');
  return words.filter((said) => !read.includes(said) && count(after.given, said) >= count(before.given, said));
}

/** What a page shows. What it says again for screen readers only is not shown. */
function shownIn(document: Document): string {
  for (const hidden of document.querySelectorAll('.sr-only')) hidden.remove();
  return document.body?.textContent ?? '';
}

describe('a page that is spoilt', () => {
  test.each(Object.entries(pages))('%s', (_, html) => {
    const url = new URL(/<!-- (https:\S+) -->/.exec(html)?.[1] ?? '');
    const reader = readerAt(url);
    const read = (document: Document): Reading => {
      const result = finish(reader.readDom(document, url));
      return { result, given: shownIn(document) };
    };
    const before = read(parse(html));
    const random = randomFrom(20_261_126);
    for (let way = 0; way < WAYS; way += 1) {
      const { document, what } = mutatedPage(parse, html, random);
      expect({ what, leftOut: leftOut(before, read(document)) }).toEqual({ what, leftOut: [] });
    }
  });
});

describe('an answer that is spoilt', () => {
  test.each(Object.entries(answers))('%s', async (_, text) => {
    const fixture = JSON.parse(text) as Fixture;
    const before = { result: await readApi(fixture), given: JSON.stringify(fixture) };
    const random = randomFrom(20_261_127);
    for (let way = 0; way < WAYS; way += 1) {
      const { fixture: spoilt, what } = spoiltFixture(fixture, random);
      const after = { result: await readApi(spoilt), given: JSON.stringify(spoilt) };
      expect({ what, leftOut: leftOut(before, after) }).toEqual({ what, leftOut: [] });
    }
  });
});

/** Another answer of the same site, wrong somewhere in its data. */
function spoiltFixture(fixture: Fixture, random: Random): { fixture: Fixture; what: string } {
  const key = (['pages', 'answers', 'responses'] as const).find((name) => fixture[name] !== undefined) ?? 'pages';
  const { data, what } = mutatedJson(fixture[key] ?? [], random);
  return { fixture: { ...fixture, [key]: data }, what };
}

async function readApi(fixture: Fixture): Promise<Result> {
  const url = new URL(fixture.address);
  let asked = 0;
  const fetch = (input: URL | RequestInfo): Promise<Response> => {
    const { pathname, search } = new URL(input as string);
    const isBatch = pathname.endsWith('/batchexecute');
    const answer = isBatch ? batchAnswer(fixture, asked) : answerAt(fixture, pathname, search);
    if (isBatch) asked += 1;
    const status = isStatus(answer?.status) ? answer.status : answer ? 200 : 404;
    const text = typeof answer?.text === 'string' ? answer.text : (JSON.stringify(answer?.json) ?? '');
    return Promise.resolve(new Response(text, { status }));
  };
  const document = parse(fixture.document ?? fixture.html ?? '');
  return (await readerAt(url).readApi?.({ document, url, fetch })) ?? { ok: false, reason: 'no_api_address' };
}

const isStatus = (status: unknown): status is number => typeof status === 'number' && status >= 200 && status < 600;

function answerAt({ answers: byQuery, responses }: Fixture, path: string, query: string): Answer | undefined {
  if (path === '/api/auth/session') return { json: { accessToken: 'token' } };
  const found =
    responses?.[path] ?? (Array.isArray(byQuery) ? undefined : (byQuery as Record<string, Answer>)?.[path + query]);
  const [first] = [found].flat() as (Answer | null | undefined)[];
  return first ?? undefined;
}

/** Google's frames around one answer; the last one comes again and again. */
function batchAnswer({ pages: inner, answers: whole }: Fixture, place: number): Answer | undefined {
  const list = Array.isArray(whole) ? (whole as readonly Answer[]) : [];
  if (list.length > 0) return list[Math.min(place, list.length - 1)];
  const page: unknown = inner?.[Math.min(place, inner.length - 1)];
  const row = JSON.stringify([['wrb.fr', 'hNvQHb', JSON.stringify(page ?? null), null, null, null, 'generic']]);
  return { text: `)]}'\n\n${row.length + 2}\n${row}\n` };
}
