import { signal } from '@preact/signals';
import type { ErrorAnswer } from '../../lib/protocol/answers.ts';

/** The receiver's API, asked by the cookie of the session. What it answers is of this very version: it is not validated again. */

/** Of the session; goes with every change. */
let csrfToken = '';
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Counts answers that say that nobody is signed in any more. */
export const signedOutCount = signal(0);

export type Refusal = { ok: false; status: number; problem: ErrorAnswer };
export type Answer<Body> = { ok: true; body: Body } | Refusal;

export async function ask<Body>(method: string, path: string, body?: object): Promise<Answer<Body>> {
  const response = await send(method, path, body);
  if (!response) return { ok: false, status: 0, problem: { error: 'unreachable' } };
  const text = await response.text();
  if (response.ok) return { ok: true, body: (text === '' ? null : JSON.parse(text)) as Body };
  if (response.status === 401 && !path.endsWith('/session')) signedOutCount.value += 1;
  return { ok: false, status: response.status, problem: readProblem(text) };
}

/** `null` when the receiver does not answer. */
async function send(method: string, path: string, body: object | undefined): Promise<Response | null> {
  const headers = {
    ...(method !== 'GET' && { 'X-CSRF-Token': csrfToken }),
    ...(body && { 'Content-Type': 'application/json' }),
  };
  try {
    return await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  } catch {
    return null; // the caller says so to the person
  }
}

/** A proxy in between may answer with anything. */
function readProblem(text: string): ErrorAnswer {
  try {
    return JSON.parse(text) as ErrorAnswer;
  } catch {
    return { error: 'no_answer' };
  }
}

/** Of things in a workspace. */
export function workspacePath(workspaceId: string, ...parts: readonly string[]): string {
  return ['/api/v1/workspaces', workspaceId, ...parts]
    .map((part, i) => (i ? encodeURIComponent(part) : part))
    .join('/');
}

/** What is not given is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}
