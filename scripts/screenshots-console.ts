import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { loginUrl } from './receiver-commands.ts';
import type { ReceiverProcess } from './receiver-process.ts';

const SCHEMES = ['light', 'dark'] as const;
const SIZE = { width: 1120, height: 700 };

/** Makes the pictures of the console, over a receiver that something was sent to. */
export async function shootConsole(of: {
  receiver: ReceiverProcess;
  dataDir: string;
  browserPath: string;
  out: string;
}): Promise<void> {
  const { receiver, dataDir, browserPath, out } = of;
  const browser: Browser = await chromium.launch({
    executablePath: browserPath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage({ viewport: SIZE, locale: 'en-GB' });
  await page.goto(await loginUrl({ dataDir, port: Number(new URL(receiver.url).port) }));
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const target = createServer((_, response) => void response.end());
  await new Promise<void>((done) => void target.listen(0, '127.0.0.1', done));
  await subscribe(page, `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`);
  await shoot(page, join(out, 'console-webhook'));
  for (const view of ['Overview', 'Conversations', 'Inbox']) {
    await page.getByRole('link', { name: view, exact: true }).click();
    await page.getByRole('heading', { name: view, level: 1 }).waitFor();
    if (view === 'Conversations') await page.locator('.row a').first().click();
    await shoot(page, join(out, `console-${view.toLowerCase()}`));
  }
  await browser.close();
  target.close();
}

async function subscribe(page: Page, url: string): Promise<void> {
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Notes in the wiki');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('link', { name: 'What came of it' }).waitFor();
}

async function shoot(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(800);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `${path}-${colorScheme}.png` });
  }
}
