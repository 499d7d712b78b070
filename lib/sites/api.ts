import type { Conversation } from './conversation.ts';

/** What an API reader works with. `fetch` is the page's own: same origin, the user's session. One request at a time. */
export interface ApiPage {
  readonly document: Document;
  readonly url: URL;
  readonly fetch: typeof fetch;
}

/** Why the site's API gave no conversation. */
export type ApiFailure =
  // Nothing to ask for, or nobody to ask: the document is read instead.
  | 'no_api_address' // a new chat, a page that has no conversation of its own in the API
  | 'endpoint_changed' // 404, 405, 410, an unknown shape, a chain that does not reach the root
  // Not now: an automatic capture waits, a manual one reads the document and says so.
  | 'not_logged_in'
  | 'blocked' // an interstitial of the site's shield stands in between
  | 'rate_limited'
  | 'site_error'
  | 'unreachable'
  // For good.
  | 'not_found' // the site knows the route and not the conversation: it was deleted
  | 'too_large';

export type ApiReadResult =
  | { ok: true; conversation: Conversation /** The site does not keep this chat. */; isTemporary?: boolean }
  | {
      ok: false;
      reason: ApiFailure;
      /** When the site wants to be asked again; milliseconds from now. */
      retryAfterMs?: number;
      /** Statuses and counts only, never text of a conversation and no token. */
      detail?: string;
    };
