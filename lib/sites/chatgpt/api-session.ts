import type { ApiPage } from '../api.ts';
import { type ApiClient, createApiClient } from '../api-client.ts';
import type { Answer } from '../api-refusal.ts';
import { isRecord, textOf } from '../api-values.ts';

/** Asks with the session of the person who is signed in. */
export type Ask = (path: string) => Promise<Answer<unknown>>;

/**
 * Cookies alone are answered with 404: the token of the session goes along. It stays in this closure. Seen 2026-10.
 */
export async function openSession(page: ApiPage): Promise<Answer<Ask>> {
  const client: ApiClient = createApiClient(page);
  const session = await client.json('/api/auth/session');
  if (!session.ok) return session;
  const token = isRecord(session.value) ? textOf(session.value['accessToken']) : '';
  // Signed out, the answer is an object without it.
  if (token === '') return { ok: false, reason: 'not_logged_in', detail: 'no session' };
  const headers = { Authorization: `Bearer ${token}`, ...workspaceIn(page.document.cookie) };
  return { ok: true, value: (path) => client.json(path, { headers }) };
}

/** Conversations of a team's workspace are found only when it is named; the page keeps its choice in a cookie. */
function workspaceIn(cookies: string): Record<string, string> {
  const account = /(?:^|;\s*)_account=([\da-f-]{36})(?:;|$)/i.exec(cookies)?.[1];
  return account === undefined ? {} : { 'Chatgpt-Account-Id': account };
}
