import type { ApiFailure, ApiReadResult } from './api.ts';
import { retryAfter } from './api-retry-after.ts';
import { parseJson } from './api-json.ts';

/** Why a request gave no data. */
export interface Refusal {
  readonly ok: false;
  /** `no_route` (404, 405, 410) and `refused` (any other 4xx) mean what the reader knows of the route. */
  readonly reason: ApiFailure | 'no_route' | 'refused';
  readonly retryAfterMs?: number;
  /** Statuses and counts only. */
  readonly detail?: string;
  /** What the site said to it, when that is JSON. For the reader alone: it may hold ids. */
  readonly said?: unknown;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

/** Page of a shield that wants a browser to prove itself: Cloudflare, in its own words. */
const INTERSTITIAL = /<title>\s*Just a moment/i;
const NO_ROUTE = new Set([404, 405, 410]);

/** What a status that is no success means. */
export function refusalOf(response: Response, text: string): Refusal {
  const { status } = response;
  const detail = `HTTP ${status}`;
  if (isInterstitial(response, text)) return { ok: false, reason: 'blocked', detail };
  if (status === 429) return { ok: false, reason: 'rate_limited', detail, ...retryAfter(response) };
  if (status >= 500) return { ok: false, reason: 'site_error', detail, ...retryAfter(response) };
  const parsed = parseJson(text);
  const said = parsed.ok ? { said: parsed.value } : {};
  if (status === 401 || status === 403) return { ok: false, reason: 'not_logged_in', detail, ...said };
  return { ok: false, reason: NO_ROUTE.has(status) ? 'no_route' : 'refused', detail, ...said };
}

export function isInterstitial({ headers }: Response, text: string): boolean {
  return headers.has('cf-mitigated') || INTERSTITIAL.test(text.slice(0, 2000));
}

/** What a request was answered with from elsewhere; null when the address is still the site's own. */
export function refusalElsewhere(address: string): Refusal | null {
  const { hostname, pathname } = URL.parse(address) ?? { hostname: '', pathname: '' };
  if (pathname.startsWith('/sorry/')) return { ok: false, reason: 'blocked', detail: 'redirect' };
  const isSignIn = hostname === 'accounts.google.com' || /^\/(?:login|signin|ServiceLogin)(?:\/|$)/i.test(pathname);
  return isSignIn ? { ok: false, reason: 'not_logged_in', detail: 'redirect' } : null;
}

/** A refusal as the end of a reading: a route that is gone is one that has changed. */
export function toResult({ reason, retryAfterMs, detail }: Refusal): ApiReadResult {
  return {
    ok: false,
    reason: reason === 'no_route' || reason === 'refused' ? 'endpoint_changed' : reason,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(detail === undefined ? {} : { detail }),
  };
}
