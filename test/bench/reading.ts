import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { callWorker, type ExtensionSession, startExtension, tabIdOf } from '../../scripts/extension-session.ts';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { bundle, ROOT } from './bundle.ts';
import { benchDecodeChatgpt } from './decode-chatgpt.ts';
import { longPage } from './long-page.ts';
import { tasksDuring } from './main-thread.ts';
import { median } from './median.ts';
import { type PageTime, timeInPage } from './page-time.ts';
import { benchWatching } from './watching.ts';

const TURNS = 1000;
const ROUNDS = 5;
const URL_OF_PAGE = 'https://chatgpt.com/c/00000000-0000-4000-8000-000000000000';

/** Both readers; each gives how many messages or characters it read, so that nobody wins by reading nothing. */
const ENTRY = `
import { readers } from ${JSON.stringify(`${ROOT}lib/sites/readers.ts`)};
import { finish } from ${JSON.stringify(`${ROOT}lib/sites/steps.ts`)};
import Defuddle from ${JSON.stringify(`${ROOT}node_modules/defuddle/dist/index.full.js`)};
const Parser = Defuddle.default ?? Defuddle;
const url = location.href;
globalThis.readOurs = () => finish(readers.chatgpt.readDom(document, new URL(url))).conversation.messages.length;
globalThis.readPeer = () => new Parser(document, { url, markdown: true }).parse().content.length;`;

/** The four figures of reading, in one run in real Chromium. Prints medians and ratios. */
export async function benchReading(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bench-'));
  const html = join(dir, 'page.html');
  await writeFile(html, longPage(TURNS));
  const { path } = await findBrowser();
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: path, args: isRoot ? ['--no-sandbox'] : [] });
  await compare(browser, html);
  await benchDecodeChatgpt(browser);
  await browser.close();
  const session = await startExtension({ browserPath: path, extensionDir: await ensureBuild() });
  await longestTask(session, html);
  await benchWatching(session);
  await session.close();
  await rm(dir, { recursive: true });
}

/** Beside npm `defuddle` on the same page. */
async function compare(browser: Browser, html: string): Promise<void> {
  const script = await bundle(ENTRY);
  const times: Record<'readOurs' | 'readPeer', PageTime[]> = { readOurs: [], readPeer: [] };
  const sizes = { readOurs: 0, readPeer: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['readOurs', 'readPeer'] as const) {
      const page = await browser.newPage();
      await serveSavedPage(page, { url: URL_OF_PAGE, html, scripts: true });
      await page.goto(URL_OF_PAGE);
      await page.addScriptTag({ content: script });
      const { size, ...time } = await timeInPage(page, name);
      times[name].push(time);
      sizes[name] = size;
      await page.close();
    }
  }
  const cpu = (name: keyof typeof times) => median(times[name].map(({ cpuMs }) => cpuMs));
  const wall = (name: keyof typeof times) => median(times[name].map(({ wallMs }) => wallMs));
  console.log(
    `reading ${TURNS} turns from the document: ${cpu('readOurs').toFixed(0)} ms (${sizes.readOurs} messages); ` +
      `defuddle ${cpu('readPeer').toFixed(0)} ms (${sizes.readPeer} characters); ` +
      `ratio ${(cpu('readPeer') / cpu('readOurs')).toFixed(1)}, ` +
      `by the clock ${(wall('readPeer') / wall('readOurs')).toFixed(1)}; floor 10`,
  );
}

/** The longest task on the page's main thread while the extension reads it. */
async function longestTask(session: ExtensionSession, html: string): Promise<void> {
  const page = await session.context.newPage();
  await serveSavedPage(page, { url: URL_OF_PAGE, html, scripts: true });
  await page.goto(URL_OF_PAGE);
  await page.locator('brainpost-button').waitFor({ state: 'attached' });
  const tabId = await tabIdOf(session, page);
  let outcome = '';
  const tasks = await tasksDuring(page, async () => {
    const result = await callWorker(session.panel, 'capture:preview', { tabId, use: 'dom' });
    outcome = result.ok ? `${result.event.data.messages.length} messages` : result.reason;
  });
  await page.close();
  const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0).toFixed(0);
  console.log(
    `the extension reading the same page (${outcome}): longest task ${longest(tasks.map(({ cpuMs }) => cpuMs))} ms ` +
      `(by the clock of a machine that may be busy ${longest(tasks.map(({ wallMs }) => wallMs))} ms); ceiling 50 ms`,
  );
}
