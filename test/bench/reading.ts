import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { callWorker, startExtension, tabIdOf } from '../../scripts/extension-session.ts';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { longPage } from './long-page.ts';

/** Reading a page of 1,000 turns in real Chromium, beside npm `defuddle` in the same run. Prints medians and ratios. */

const TURNS = 1000;
const ROUNDS = 5;
const URL_OF_PAGE = 'https://chatgpt.com/c/00000000-0000-4000-8000-000000000000';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Both readers as one script for the page. */
async function bundle(dir: string): Promise<string> {
  const entry = join(dir, 'entry.js');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await writeFile(
    entry,
    `import { readers } from ${JSON.stringify(join(root, 'lib/sites/readers.ts'))};
import { finish } from ${JSON.stringify(join(root, 'lib/sites/steps.ts'))};
import Defuddle from ${JSON.stringify(join(root, 'node_modules/defuddle/dist/index.full.js'))};
const Parser = Defuddle.default ?? Defuddle;
globalThis.readOurs = (url) => finish(readers.chatgpt.readDom(document, new URL(url)));
globalThis.readPeer = (url) => new Parser(document, { url, markdown: true }).parse();`,
  );
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(dir, 'out'),
      minify: true,
      lib: { entry, formats: ['iife'], name: 'bench', fileName: () => 'bench.js' },
    },
  });
  return join(dir, 'out', 'bench.js');
}

/** Milliseconds of one reading, and how many messages or characters it gave, so that nobody wins by reading nothing. */
function time(page: Page, name: 'readOurs' | 'readPeer'): Promise<{ ms: number; size: number }> {
  return page.evaluate(
    async ([which, url]) => {
      const read = (globalThis as unknown as Record<string, (url: string) => unknown>)[which];
      const start = performance.now();
      const result = (await read?.(url)) as { conversation?: { messages: unknown[] }; content?: string };
      return {
        ms: performance.now() - start,
        size: result.conversation?.messages.length ?? result.content?.length ?? 0,
      };
    },
    [name, URL_OF_PAGE] as const,
  );
}

async function compare(dir: string, html: string, browserPath: string): Promise<void> {
  const script = await bundle(dir);
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['readOurs', 'readPeer'] as const) {
      const page = await browser.newPage();
      await serveSavedPage(page, { url: URL_OF_PAGE, html, scripts: true });
      await page.goto(URL_OF_PAGE);
      await page.addScriptTag({ path: script });
      const { ms, size } = await time(page, name);
      (name === 'readOurs' ? ours : peer).push(ms);
      if (round === 0) console.log(`  ${name}: ${size} ${name === 'readOurs' ? 'messages' : 'characters'}`);
      await page.close();
    }
  }
  await browser.close();
  const [a, b] = [median(ours), median(peer)];
  console.log(
    `reading ${TURNS} turns from the document: ${a.toFixed(0)} ms; defuddle ${b.toFixed(0)} ms; ratio ${(b / a).toFixed(1)}`,
  );
}

/** The longest task on the page's main thread while the extension reads it. */
async function longestTask(html: string, browserPath: string): Promise<void> {
  const session = await startExtension({ browserPath, extensionDir: await ensureBuild() });
  const page = await session.context.newPage();
  await serveSavedPage(page, { url: URL_OF_PAGE, html, scripts: true });
  await page.goto(URL_OF_PAGE);
  await page.waitForTimeout(1500);
  // A task that runs again and again, and measures how long the others keep it from running.
  await page.evaluate(() => {
    const gaps: number[] = [];
    const { port1, port2 } = new MessageChannel();
    let last = performance.now();
    port1.addEventListener('message', () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      port2.postMessage(0);
    });
    port1.start();
    port2.postMessage(0);
    Object.assign(globalThis, { gaps });
  });
  const tabId = await tabIdOf(session, page);
  const start = Date.now();
  const result = await callWorker(session.panel, 'capture:preview', { tabId, use: 'dom' });
  const ms = Date.now() - start;
  const gaps = await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps);
  await session.close();
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  const outcome = result.ok ? 'read' : result.reason;
  console.log(
    `the extension reading the same page: ${ms} ms in all (${outcome}); longest task ${longest.toFixed(0)} ms, ` +
      `${gaps.filter((gap) => gap > 50).length} over 50 ms`,
  );
}

export async function benchReading(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bench-'));
  const html = join(dir, 'page.html');
  await writeFile(html, longPage(TURNS));
  const { path } = await findBrowser();
  await compare(dir, html, path);
  await longestTask(html, path);
  await rm(dir, { recursive: true });
}
