import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { formatConnectionString } from '../lib/protocol/connection.ts';
import { generateSecret } from '../lib/protocol/secret.ts';
import { findBrowser } from './browser.ts';
import { ensureBuild } from './ensure-build.ts';
import { type ExtensionSession, pair, type SessionOptions, startExtension, tabIdOf } from './extension-session.ts';
import { type ReceiverProcess, startReceiver } from './receiver-process.ts';
import { shootConsole } from './screenshots-console.ts';
import { serveSavedPage } from './serve-saved-page.ts';

/** Makes the pictures in docs/images from the real thing: built extension, real browser, real receiver. */

const OUT = resolve('docs', 'images');
const SCHEMES = ['light', 'dark'] as const;
const PAGES = {
  chatgpt: 'https://chatgpt.com/c/0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000',
  claude: 'https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-000000000001',
  gemini: 'https://gemini.google.com/app/4d1f0a2b3c4d5e6f',
};

/** Of conversations that wait in the queue. */
const TITLES = [
  'Planting garlic in autumn',
  'A lease contract, second reading',
  'Names for a small boat',
  'Why the build is slow on Mondays',
  'Letter to the school board',
  'Bayes, explained with umbrellas',
  'A week of dinners without a stove',
  'Train from Lisbon to Tallinn',
  'Regular expressions I keep forgetting',
  'What to ask at the notary',
  'Retirement savings, three cases',
  'A toast for my sister’s wedding',
];
/** Enough for the bar that shows how far a queue has drained. */
const MANY = 36;

const pageFile = (site: keyof typeof PAGES) => fileURLToPath(new URL(`../test/pages/${site}.html`, import.meta.url));

async function open(session: ExtensionSession, site: keyof typeof PAGES): Promise<Page> {
  const page = await session.context.newPage();
  await page.setViewportSize({ width: 1100, height: 720 });
  await serveSavedPage(page, { url: PAGES[site], html: pageFile(site) });
  await page.goto(PAGES[site]);
  return page;
}

async function shootBoth(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(OUT, `${name}-${colorScheme}.png`) });
  }
}

async function clickAndShoot(session: ExtensionSession, site: keyof typeof PAGES, name: string): Promise<Page> {
  const page = await open(session, site);
  await page.locator('brainpost-button .send').click();
  await page.locator('brainpost-button [data-kind]:not([data-kind="sending"]):not([data-kind="idle"])').waitFor();
  await page.waitForTimeout(500);
  await shootBoth(page, name);
  return page;
}

async function shootPopup(session: ExtensionSession, name: string, over?: Page): Promise<void> {
  const { panel } = session;
  const tab = over ? `?tab=${await tabIdOf(session, over)}` : '';
  await panel.goto(`chrome-extension://${session.extensionId}/popup.html${tab}`);
  await panel.setViewportSize({ width: 372, height: 600 });
  await panel.waitForTimeout(1000);
  const height = await panel.evaluate(() => document.querySelector('main')?.getBoundingClientRect().bottom ?? 600);
  await panel.setViewportSize({ width: 372, height: Math.ceil(height) });
  await shootBoth(panel, name);
}

/** The panel beside the page, as a page of its own. */
async function shootPanel(session: ExtensionSession, name: string, over: Page): Promise<void> {
  const page = await session.context.newPage();
  await page.setViewportSize({ width: 420, height: 900 });
  await page.goto(`chrome-extension://${session.extensionId}/sidepanel.html?tab=${await tabIdOf(session, over)}`);
  await page.locator('.preview').waitFor();
  await page.waitForTimeout(500);
  await shootBoth(page, name);
  await page.close();
}

/** Captures conversations with titles of their own while nobody answers. */
async function queue(session: ExtensionSession, titles: readonly string[], dir: string): Promise<void> {
  const text = await readFile(pageFile('chatgpt'), 'utf8');
  for (const title of titles) {
    const page = await session.context.newPage();
    const saved = { url: `https://chatgpt.com/c/${randomUUID()}`, html: join(dir, 'page.html') };
    await writeFile(saved.html, text.replace(/<title>.*<\/title>/, `<title>${title} - ChatGPT</title>`));
    await serveSavedPage(page, saved);
    await page.goto(saved.url);
    await page.getByRole('button', { name: 'Send to Second Brain' }).click();
    await page.locator('brainpost-button [data-kind="queued"]').waitFor();
    await page.close();
  }
}

async function openQueue(session: ExtensionSession): Promise<Page> {
  const page = await session.context.newPage();
  await page.setViewportSize({ width: 840, height: 760 });
  await page.goto(`chrome-extension://${session.extensionId}/queue.html`);
  await page.getByRole('listitem').first().waitFor();
  return page;
}

/** What waits beside what is saved, and what is asked before something is discarded. */
async function shootQueue(session: ExtensionSession, dir: string): Promise<void> {
  await queue(session, TITLES.slice(0, 1), dir);
  const page = await openQueue(session);
  await page.getByText('All', { exact: true }).click();
  await page.getByRole('button', { name: 'Discard…' }).first().click();
  await page.mouse.move(0, 0);
  await shootBoth(page, 'queue');
  await page.close();
}

/** A receiver that asks to slow down stops the drain half-way, so that there is time for a picture. */
async function shootDrain(session: ExtensionSession, of: { dataDir: string; port: number }): Promise<void> {
  const titles = Array.from({ length: MANY }, (_, index) => TITLES[index % TITLES.length] ?? '');
  await queue(session, titles, of.dataDir);
  const page = await openQueue(session);
  await page.getByRole('progressbar').waitFor();
  const receiver = await startReceiver({ ...of, env: { BRAINPOST_RATE_PER_MINUTE: '20' } });
  await page.getByRole('button', { name: 'Try all now' }).click();
  await page.getByText('asks to slow down').first().waitFor();
  await page.waitForTimeout(1500);
  await shootBoth(page, 'queue-draining');
  await receiver.stop();
}

/** The whole of a page of the extension, however long. */
async function shootView(
  session: ExtensionSession,
  view: 'options' | 'queue' | 'sent' | 'welcome',
  name: string,
): Promise<void> {
  const page = await session.context.newPage();
  await page.setViewportSize({ width: 900, height: 760 });
  await page.goto(`chrome-extension://${session.extensionId}/${view}.html`);
  await page.locator('main').waitFor();
  await page.waitForTimeout(1500);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 900, height });
  await shootBoth(page, name);
  await page.close();
}

/** The same views for people who read another language. */
async function shootIn(language: string, connection: string, options: SessionOptions): Promise<void> {
  const session = await startExtension({ ...options, language });
  await pair(session, connection);
  await shootView(session, 'welcome', `welcome-${language}`);
  await shootView(session, 'options', `settings-${language}`);
  await shootPopup(session, `popup-${language}`);
  const chat = await clickAndShoot(session, 'claude', `button-saved-${language}`);
  await shootPanel(session, `panel-${language}`, chat);
  await chat.close();
  await shootView(session, 'sent', `sent-${language}`);
  await shootView(session, 'queue', `queue-${language}`);
  await session.close();
}

async function shootAll(session: ExtensionSession, receiver: ReceiverProcess, connection: string): Promise<void> {
  await shootPopup(session, 'popup-first');
  await pair(session, connection);
  const idle = await open(session, 'chatgpt');
  await shootBoth(idle, 'button-idle');
  await idle.close();
  await (await clickAndShoot(session, 'chatgpt', 'button-saved')).close();
  const claude = await clickAndShoot(session, 'claude', 'button-saved-all');
  await shootPopup(session, 'popup', claude);
  await shootPanel(session, 'panel', claude);
  await claude.close();
  await shootView(session, 'welcome', 'welcome');
  await shootView(session, 'options', 'settings');
  await shootView(session, 'sent', 'sent');
  await ensureBuild('console');
  await shootConsole({ receiver, dataDir: dir, browserPath: options.browserPath, out: OUT });
  await receiver.stop();
  const gemini = await clickAndShoot(session, 'gemini', 'button-queued');
  await shootPopup(session, 'popup-queued', gemini);
  await gemini.close();
  await shootQueue(session, dir);
  await shootDrain(session, { dataDir: dir, port: Number(new URL(receiver.url).port) });
}

const dir = await mkdtemp(join(tmpdir(), 'brainpost-pictures-'));
await mkdir(OUT, { recursive: true });
const secret = generateSecret();
const receiver = await startReceiver({
  dataDir: dir,
  env: { BRAINPOST_WORKSPACE: 'ws_home', BRAINPOST_SECRET: secret, BRAINPOST_ALLOWED_SUBNETS: '127.0.0.0/8' },
});
const options = { browserPath: (await findBrowser()).path, extensionDir: await ensureBuild() };
const connection = formatConnectionString({ endpoint: receiver.url, workspaceId: 'ws_home', secret });
const session = await startExtension(options);
try {
  await shootIn('de', connection, options);
  await shootAll(session, receiver, connection);
} finally {
  await session.close();
  await receiver.stop();
  await rm(dir, { recursive: true, force: true });
}
