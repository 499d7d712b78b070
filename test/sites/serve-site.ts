import { readFileSync } from 'node:fs';
import type { Request, Route } from '@playwright/test';
import { type ApiAnswer, json } from './site-kind.ts';
import type { PageAction, SimulatedSite } from './simulated-site.ts';

const APP = readFileSync(new URL('page-app.js', import.meta.url), 'utf8');
const SLOW_MS = 1000;
/** Time enough for something else to happen meanwhile. */
const QUICK_MS = 15;

const underWay = new WeakMap<SimulatedSite, number>();

/** Answers all requests of the tab; nothing reaches the network. */
export async function serveSite(site: SimulatedSite): Promise<void> {
  await site.tab.route(/^https?:\/\//, (route) => serve(site, route));
}

async function serve(site: SimulatedSite, route: Route): Promise<void> {
  const request = route.request();
  const url = new URL(request.url());
  const answer = url.origin === site.kind.origin ? await answerTo(site, request, url) : null;
  // The tab may have gone on, and its request with it.
  await route.fulfill(answer ?? { status: 404, body: '' }).catch(() => null);
}

async function answerTo(site: SimulatedSite, request: Request, url: URL): Promise<ApiAnswer | null> {
  if (url.pathname === '/__site/view') return json(site.view(site.chatAt(url.searchParams.get('path') ?? '')));
  if (url.pathname === '/__site/do') {
    await site.act(request.postDataJSON() as PageAction);
    return json({});
  }
  if (request.isNavigationRequest() && request.frame().parentFrame() === null) return documentAt(site, url);
  return apiAnswer(site, request, url);
}

function documentAt(site: SimulatedSite, url: URL): ApiAnswer {
  site.layout = site.nextLayout;
  const view = site.view(site.chatAt(url.pathname));
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: site.kind.shell(view, APP),
  };
}

async function apiAnswer(site: SimulatedSite, request: Request, url: URL): Promise<ApiAnswer | null> {
  const { mode } = site;
  const answer = site.kind.answer({
    method: request.method(),
    url,
    headers: await request.allHeaders(),
    body: request.postData() ?? '',
    mode,
    // A new chat is none of the API's before it has an address.
    chat: (id) => [site.chats.get(id)].find((chat) => chat?.hasAddress),
  });
  if (!answer) return null;
  site.requests.push(`${request.method()} ${url.pathname}`);
  underWay.set(site, (underWay.get(site) ?? 0) + 1);
  site.mostAtOnce = Math.max(site.mostAtOnce, underWay.get(site) ?? 0);
  await new Promise((resolve) => setTimeout(resolve, mode.startsWith('slow') ? SLOW_MS : QUICK_MS));
  underWay.set(site, (underWay.get(site) ?? 1) - 1);
  return answer;
}
