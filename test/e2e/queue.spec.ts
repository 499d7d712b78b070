import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, expectState, PAGES, pageFile, sendButton, test, type World } from './world.ts';

const MAIN = fileURLToPath(new URL('../../receiver/main.ts', import.meta.url));

const portOf = (world: World) => Number(new URL(world.receiver.url).port);
const rows = (page: Page): Locator => page.getByRole('listitem');
const rowOf = (page: Page, title: string) => rows(page).filter({ hasText: title });
const button = (of: Page | Locator, name: string) => of.getByRole('button', { name, exact: true });

async function openQueue(world: World): Promise<Page> {
  const page = await world.session.context.newPage();
  await page.goto(`chrome-extension://${world.session.extensionId}/queue.html`);
  return page;
}

/** Captures one conversation of each site while nobody answers. */
async function queueThree(world: World): Promise<void> {
  for (const site of Object.values(PAGES)) {
    const tab = await world.open(site);
    await sendButton(tab).click();
    await expectState(tab, 'queued');
    await tab.close();
  }
}

/** Many conversations in one tab, one after the other: the same page at other addresses. */
async function queueMany(world: World, count: number): Promise<void> {
  const tab = await world.session.context.newPage();
  const html = await readFile(pageFile(PAGES.chatgpt.file), 'utf8');
  await tab.route(/^https?:\/\//, (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': "script-src 'none'" },
          body: html,
        })
      : route.fulfill({ status: 404, body: '' }),
  );
  for (let i = 0; i < count; i++) {
    await tab.goto(`https://chatgpt.com/c/${randomUUID()}`);
    await sendButton(tab).click();
    await expectState(tab, 'queued');
  }
  await tab.close();
}

/** Starts the receiver again where it was, without the extension trying by itself meanwhile: the user is to do it. */
async function returnReceiver(world: World, port: number): Promise<void> {
  await world.session.panel.evaluate(() => {
    type Alarms = { clearAll(): Promise<boolean> };
    return (globalThis as unknown as { chrome: { alarms: Alarms } }).chrome.alarms.clearAll();
  });
  await world.startReceiver(port);
}

function sendFile(world: World, file: string): Promise<{ code: number; stdout: string }> {
  const args = [MAIN, 'send', file, '--to', world.receiver.url, '--data', world.dataDir];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout) => resolve({ code: Number(error?.code ?? 0), stdout }));
  });
}

test('the queue page: says why, discards, exports a file that the receiver takes, and tries again', async ({
  world,
}) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  await queueThree(world);

  const page = await openQueue(world);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText(`To 127.0.0.1:${port}, workspace ws_e2e`)).toBeVisible();
  for (const title of ['Sourdough for beginners', 'Bloom filters', 'Compound interest']) {
    await expect(rowOf(page, title)).toContainText('Waiting');
    await expect(rowOf(page, title)).toContainText('The receiver does not answer. Kept here');
  }

  const claude = rowOf(page, 'Bloom filters');
  await button(claude, 'Discard…').click();
  await expect(claude).toContainText('never reaches your second brain');
  await expect(button(claude, 'Keep it')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button(claude, 'Discard…')).toBeFocused();
  await page.keyboard.press('Enter');
  await button(claude, 'Discard it').click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rowOf(page, 'Sourdough for beginners')).toBeFocused();
  await expect(page.getByText('2 not delivered yet').first()).toBeVisible();

  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export').click()]);
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-export-'));
  const file = join(dir, download.suggestedFilename());
  await download.saveAs(file);
  expect(download.suggestedFilename()).toMatch(/^brainpost-.*\.jsonl$/);
  await expect(page.getByText('2 captures written to')).toBeVisible();

  expect((await sendFile(world, file)).code).toBe(2);
  // At another address first, so that the extension does not deliver them by itself.
  await world.startReceiver();
  const sent = await sendFile(world, file);
  await rm(dir, { recursive: true });
  expect(sent).toEqual({ code: 0, stdout: expect.stringContaining('2 accepted, 0 duplicate, 0 refused') });
  await expect.poll(async () => (await world.notes()).size).toBe(2);
  await expect(rows(page)).toHaveCount(2);

  await world.receiver.stop();
  await returnReceiver(world, port);
  await button(page, 'Try all now').click();
  await expect(page.getByText('Nothing is waiting to be delivered.').first()).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await page.getByText('Delivered', { exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText('Saved');
  expect((await world.notes()).size).toBe(2);
});

test('the queue page: one is tried by itself, and the popup leads there', async ({ world }) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  await queueThree(world);
  const [page] = await Promise.all([
    world.session.context.waitForEvent('page'),
    button(world.session.panel, 'Show all').click(),
  ]);
  await returnReceiver(world, port);
  await button(rowOf(page, 'Compound interest'), 'Try now').click();
  await expect(rowOf(page, 'Compound interest')).toHaveCount(0);
  await page.getByText('All', { exact: true }).click();
  await expect(rowOf(page, 'Compound interest')).toContainText('Saved');
});

test('the queue page: a long queue shows how far it has drained', async ({ world }) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  await queueMany(world, 25);
  const page = await openQueue(world);
  await expect(page.getByText('0 of 25 delivered')).toBeVisible();
  await expect(page.getByRole('progressbar', { name: '0 of 25 delivered' })).toBeVisible();
  await expect(world.session.panel.getByText('0 of 25 delivered')).toBeVisible();
  await expect(rows(page)).toHaveCount(25);
  await returnReceiver(world, port);
  await button(page, 'Try all now').click();
  await expect(page.getByText('Nothing is waiting to be delivered.').first()).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect.poll(async () => (await world.notes()).size).toBe(25);
});
