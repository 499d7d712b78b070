import { type ApiAnswer, type ApiMode, json } from './site-kind.ts';

const RETRY_AFTER_SEC = 37;

const INTERSTITIAL =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>';

const SERVER_ERROR = json({ detail: 'Internal Server Error' }, 500);

const REFUSALS: Partial<Record<ApiMode, ApiAnswer>> = {
  route_gone: json({ detail: 'Not Found' }, 404),
  rate_limited: { ...json({ detail: 'Too many requests' }, 429), headers: { 'retry-after': `${RETRY_AFTER_SEC}` } },
  interstitial: {
    status: 403,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-mitigated': 'challenge', server: 'cloudflare' },
    body: INTERSTITIAL,
  },
  server_error: SERVER_ERROR,
  slow_error: SERVER_ERROR,
};

/** What every route of a site answers in a mode, whatever is asked; `null` where the mode leaves that to the route. */
export function refusal(mode: ApiMode): ApiAnswer | null {
  return REFUSALS[mode] ?? null;
}

/** The first two thirds of an answer: long enough to have begun, without an end. */
export function truncated(answer: ApiAnswer): ApiAnswer {
  return { ...answer, body: answer.body.slice(0, Math.ceil((answer.body.length * 2) / 3)) };
}
