import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { z } from 'zod';

/** What the page's server answers at a same-origin path: inline JSON, a file, or an answer with status and headers. */
const answerSchema = z.union([
  z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  z.unknown(),
]);

export const savedPageSchema = z.object({
  url: z.url(),
  /** Path of the saved page. */
  html: z.string().min(1),
  /** Path of a same-origin request -> answer. A key with a query matches exactly; one without matches every query. */
  responses: z.record(z.string(), answerSchema).optional(),
  /** Whether the page's own scripts may run. */
  scripts: z.boolean().optional(),
});

export type SavedPage = z.infer<typeof savedPageSchema>;

const MIME: Record<string, string> = { '.json': 'application/json', '.html': 'text/html', '.txt': 'text/plain' };

/** Serves a saved page to one tab, at its true address; the tab's other requests get 404, so nothing reaches the network. */
export async function serveSavedPage(tab: Page, page: SavedPage): Promise<void> {
  const address = new URL(page.url);
  const html = await readFile(page.html, 'utf8');
  await tab.route(/^https?:\/\//, async (route) => {
    const request = route.request();
    const asked = new URL(request.url());
    if (
      request.isNavigationRequest() &&
      request.frame().parentFrame() === null &&
      asked.href.split('#')[0] === address.href.split('#')[0]
    ) {
      // Content scripts are not bound by the page's policy, so this stops the page's own scripts alone.
      const policy = page.scripts ? {} : { 'content-security-policy': "script-src 'none'" };
      return route.fulfill({
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8', ...policy },
        body: html,
      });
    }
    const answer = asked.origin === address.origin ? answerFor(page, asked) : undefined;
    return answer === undefined ? route.fulfill({ status: 404, body: '' }) : fulfill(route, answer);
  });
}

function answerFor(page: SavedPage, asked: URL): unknown {
  const { responses = {} } = page;
  return responses[asked.pathname + asked.search] ?? responses[asked.pathname];
}

async function fulfill(route: Route, answer: unknown): Promise<void> {
  if (typeof answer === 'string')
    return route.fulfill({ status: 200, contentType: mimeOf(answer), body: await readFile(answer) });
  if (isFullAnswer(answer)) {
    const { status, headers = {}, body } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
    return route.fulfill({ status, headers: { 'content-type': 'application/json', ...headers }, body: text });
  }
  return route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(answer) });
}

const mimeOf = (file: string) => `${MIME[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`;

function isFullAnswer(answer: unknown): answer is { status: number; headers?: Record<string, string>; body?: unknown } {
  return typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'number';
}
