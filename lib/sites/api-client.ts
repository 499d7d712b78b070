import type { ApiPage } from './api.ts';
import { readBody } from './api-body.ts';
import { looksLikeHtml, parseJson } from './api-json.ts';
import { type Answer, isInterstitial, refusalElsewhere, refusalOf } from './api-refusal.ts';

/** Asks the site of a page, one request at a time. Paths are of the page's own origin. Never throws. */
export interface ApiClient {
  text(path: string, init?: RequestInit): Promise<Answer<string>>;
  json(path: string, init?: RequestInit): Promise<Answer<unknown>>;
}

// A page's `fetch` must not be called as a method of anything else: it is taken out first.
export function createApiClient({ url, fetch }: ApiPage): ApiClient {
  let last: Promise<unknown> = Promise.resolve();
  const text = (path: string, init: RequestInit = {}): Promise<Answer<string>> => {
    const answer = last.then(() => request({ fetch, address: new URL(path, url.origin).href, init }));
    last = answer;
    return answer;
  };
  const json = async (path: string, init?: RequestInit): Promise<Answer<unknown>> => {
    const answer = await text(path, init);
    return answer.ok ? dataIn(answer.value) : answer;
  };
  return { text, json };
}

interface Asked {
  readonly fetch: ApiPage['fetch'];
  readonly address: string;
  readonly init: RequestInit;
}

async function request(asked: Asked): Promise<Answer<string>> {
  const { fetch, address, init } = asked;
  const response = await fetch(address, init).catch(() => null);
  if (response === null) return whyUnanswered(asked);
  const elsewhere = refusalElsewhere(response.url);
  if (elsewhere) return elsewhere;
  const body = await readBody(response);
  if (!body.ok) return { ok: false, reason: body.reason };
  if (!response.ok) return refusalOf(response, body.text);
  if (isInterstitial(response, body.text)) return { ok: false, reason: 'blocked', detail: `HTTP ${response.status}` };
  return { ok: true, value: body.text };
}

/** A redirect to the sign-in page of another host cannot be followed from here, which looks like a dead network. */
async function whyUnanswered({ fetch, address, init }: Asked): Promise<Answer<string>> {
  const probe = await fetch(address, { ...init, redirect: 'manual' }).catch(() => null);
  if (probe?.type !== 'opaqueredirect') return { ok: false, reason: 'unreachable' };
  return { ok: false, reason: 'not_logged_in', detail: 'redirect' };
}

function dataIn(text: string): Answer<unknown> {
  const parsed = parseJson(text);
  if (parsed.ok) return parsed;
  // A page where data should be is another route; half of the data is a connection that broke.
  if (looksLikeHtml(text)) return { ok: false, reason: 'endpoint_changed', detail: 'HTML' };
  return { ok: false, reason: 'site_error', detail: `no JSON in ${text.length} characters` };
}
