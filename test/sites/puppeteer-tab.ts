import type { Page } from '@playwright/test';
import type { HTTPRequest, HTTPResponse, KeyInput, Page as PuppeteerPage } from 'puppeteer-core';
import type { ApiAnswer } from './site-kind.ts';

type Serve = (route: { request(): object; fulfill(answer: ApiAnswer): Promise<void> }) => Promise<void>;

/** A tab of Firefox, as much of Playwright's `Page` as opening a chat of a simulated site and asking in it takes. */
export function puppeteerTab(page: PuppeteerPage): Page {
  const tab = {
    route: (_everything: RegExp, serve: Serve) => intercept(page, serve),
    goto: (url: string) => page.goto(url),
    url: () => page.url(),
    evaluate: (work: (argument: unknown) => unknown, argument: unknown) => page.evaluate(work, argument),
    locator: (selector: string) => ({
      fill: (text: string) => page.locator(selector).fill(text),
      press: async (key: KeyInput) => {
        await page.focus(selector);
        await page.keyboard.press(key);
      },
    }),
    waitForResponse: (isIt: (response: HTTPResponse) => boolean) => page.waitForResponse(isIt),
    close: () => page.close(),
  };
  return tab as unknown as Page;
}

async function intercept(page: PuppeteerPage, serve: Serve): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    // Not caught: an error while answering fails the test.
    void answer(request, serve);
  });
}

async function answer(request: HTTPRequest, serve: Serve): Promise<void> {
  const body = request.hasPostData() ? ((await request.fetchPostData()) ?? '') : '';
  await serve({
    request: () => ({
      url: () => request.url(),
      method: () => request.method(),
      allHeaders: async () => request.headers(),
      postData: () => body,
      postDataJSON: () => JSON.parse(body) as unknown,
      isNavigationRequest: () => request.isNavigationRequest(),
      frame: () => ({ parentFrame: () => request.frame()?.parentFrame() ?? null }),
    }),
    fulfill: ({ status, headers, body: text }) => request.respond({ status, headers: headers ?? {}, body: text }),
  });
}
