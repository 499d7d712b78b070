import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Browser, chromium, expect, type Page } from '@playwright/test';
import { makeEvent, signedInit } from '../../receiver/test-support/signed-request.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { loginUrl } from '../../scripts/receiver-commands.ts';
import { findProblems } from './accessibility.ts';
import { ReceiverWorld } from './receiver-world.ts';

/** What would run if any view took text for HTML, wherever it stands. */
export const HOSTILE = `"'><img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>{{7*7}}`;

/** A receiver that has the console, and a browser without any extension. */
export class ConsoleWorld extends ReceiverWorld {
  browser!: Browser;
  /** Webhooks and agents of the tests are on this machine. */
  protected override readonly settings = { BRAINPOST_ALLOWED_SUBNETS: '127.0.0.0/8' };

  async startBrowser(): Promise<void> {
    await ensureBuild('console');
    const { path } = await findBrowser();
    this.browser = await chromium.launch({ executablePath: path });
  }

  /** A signed event, as the extension or any tool sends it. */
  async send(change: Record<string, unknown>, source = 'chatgpt'): Promise<void> {
    const event = makeEvent({ source, workspace_id: this.workspaceId, ...change });
    const init = await signedInit(event, { secret: this.secret, timestampSec: Math.floor(Date.now() / 1000) });
    const answer = await fetch(`${this.receiver.url}/webhooks/v1/${this.workspaceId}/${source}`, init);
    expect(answer.status, await answer.text()).toBe(200);
  }

  /** Another person's browser, not signed in. */
  async newPage(locale = 'en-GB'): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1180, height: 900 }, locale });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(`${page.url()} ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#errors.push(`${page.url()} ${error.message}`));
    return page;
  }

  readonly #errors: string[] = [];

  /** What browsers complained of so far, among it everything that the pages' policy stopped. A refusal is no complaint. */
  complaints(): string[] {
    return this.#errors.filter((text) => !/the server responded with a status of (401|403|404|422)/.test(text));
  }

  async signedIn(): Promise<Page> {
    const page = await this.newPage();
    await page.goto(await loginUrl({ dataDir: this.dataDir, port: Number(new URL(this.receiver.url).port) }));
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
    return page;
  }
}

/** What axe has against a page in both schemes, and whether anything ran that somebody sent. */
export async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await findProblems(page)).map((problem) => `${name}, ${colorScheme}: ${problem}`));
  }
  const hacked = await page.evaluate(() => (globalThis as unknown as { hacked?: number }).hacked);
  return hacked === undefined ? found : [...found, `${name}: something ran`];
}

export const test = base.extend<{ world: ConsoleWorld }>({
  world: async ({ browserName: _unused }, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'brainpost-console-'));
    const world = new ConsoleWorld(dir);
    await world.startReceiver();
    await world.startBrowser();
    await use(world);
    await world.browser.close();
    await world.receiver.stop();
    await rm(dir, { recursive: true, force: true });
  },
});
