import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { callWorker, type ExtensionSession, pair, startExtension } from '../../scripts/extension-session.ts';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { ReceiverWorld } from './receiver-world.ts';

/** Pages written for this project, at addresses as the sites give them. */
export const PAGES = {
  chatgpt: { file: 'chatgpt.html', url: 'https://chatgpt.com/c/0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000' },
  claude: { file: 'claude.html', url: 'https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-000000000001' },
  gemini: { file: 'gemini.html', url: 'https://gemini.google.com/app/4d1f0a2b3c4d5e6f' },
} as const;

export const pageFile = (name: string) => fileURLToPath(new URL(`../pages/${name}`, import.meta.url));

/** A receiver with an empty folder and a browser with the extension, not paired yet. */
export class World extends ReceiverWorld {
  readonly profileDir: string;
  session!: ExtensionSession;

  constructor(dir: string) {
    super(dir);
    this.profileDir = join(dir, 'profile');
  }

  /** Starts the browser; a second time it is the same profile, as after a restart. */
  async startBrowser(): Promise<void> {
    const { path } = await findBrowser();
    this.session = await startExtension({
      browserPath: path,
      extensionDir: await ensureBuild(),
      profileDir: this.profileDir,
    });
  }

  pair(connectionString = this.connectionString): Promise<void> {
    return pair(this.session, connectionString);
  }

  async open(site: { file: string; url: string }): Promise<Page> {
    const page = await this.session.context.newPage();
    await serveSavedPage(page, { url: site.url, html: pageFile(site.file) });
    await page.goto(site.url);
    return page;
  }

  queue() {
    return callWorker(this.session.panel, 'queue:overview');
  }

  badge(): Promise<string> {
    return this.session.panel.evaluate(() => {
      type Action = { getBadgeText(of: object): Promise<string> };
      return (globalThis as unknown as { chrome: { action: Action } }).chrome.action.getBadgeText({});
    });
  }

  /** Stops the extension's worker, as the browser does after 30 seconds of rest. */
  async stopWorker(): Promise<void> {
    const cdp = await this.session.context.newCDPSession(this.session.panel);
    await cdp.send('ServiceWorker.enable');
    await cdp.send('ServiceWorker.stopAllWorkers');
    await cdp.detach();
  }

  async stop(): Promise<void> {
    await this.session?.close();
    await this.receiver?.stop();
  }
}

export const test = base.extend<{ world: World }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  world: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'brainpost-e2e-'));
    const world = new World(dir);
    await world.startReceiver();
    await world.startBrowser();
    await use(world);
    await world.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  },
});

export const sendButton = (page: Page): Locator => page.locator('brainpost-button .send');

/** What the button says it is doing, as in `data-kind`. */
export const buttonState = (page: Page): Locator => page.locator('brainpost-button .brainpost');

export async function expectState(page: Page, kind: string): Promise<void> {
  await expect(buttonState(page)).toHaveAttribute('data-kind', kind);
}

export { expect };
