import type { ApiPage } from './api.ts';

/** What a path of a made-up site answers; a list is answered one after the other. */
export interface TestAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
}

/** A page and what its server answers, as `test/fixtures/<site>/api-*.json` have it. */
export interface TestSite {
  readonly address: string;
  readonly document?: string;
  /** By path, without the query. Every other path is answered with 404. */
  readonly responses: Readonly<Record<string, TestAnswer | readonly TestAnswer[]>>;
}

export interface TestPage extends ApiPage {
  /** What was asked for so far: method, path and query, body. */
  readonly requests: string[];
}

export function testPage({ address, document = '', responses }: TestSite): TestPage {
  const url = new URL(address);
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const answerOf = (path: string): TestAnswer => {
    const answers = [responses[path] ?? { status: 404, text: 'Not Found' }].flat();
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    return answers[Math.min(count, answers.length - 1)] ?? {};
  };
  const fetch = (input: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    const asked = new URL(input as string);
    requests.push(
      [init?.method ?? 'GET', asked.pathname + asked.search, typeof init?.body === 'string' ? init.body : '']
        .join(' ')
        .trim(),
    );
    const { status = 200, headers = {}, json, text = JSON.stringify(json) } = answerOf(asked.pathname);
    return Promise.resolve(new Response(text, { status, headers }));
  };
  return { url, fetch, requests, document: new DOMParser().parseFromString(document, 'text/html') };
}
