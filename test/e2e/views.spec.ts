import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { allowHost, callWorker, tabIdOf } from '../../scripts/extension-session.ts';
import { findProblems } from './accessibility.ts';
import { expect, expectState, PAGES, test, type World } from './world.ts';

/** Settings, first page and accessibility, in a real browser. */

const SCHEMES = ['light', 'dark'] as const;

async function openView(world: World, name: string): Promise<Page> {
  const page = await world.session.context.newPage();
  await page.goto(`chrome-extension://${world.session.extensionId}/${name}`);
  await expect(page.locator('main')).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  return page;
}

const secretOf = (world: World) =>
  decodeURIComponent(new URL(world.connectionString.replace('brainpost+', '')).password);

const preferences = (world: World) => callWorker(world.session.panel, 'preferences:get');

test('the first page: connects, shows that it works, and takes the one choice', async ({ world }) => {
  const page = await openView(world, 'welcome.html');
  await allowHost(world.session, 'http://127.0.0.1/*');
  const connect = () => page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: 'Paste a connection string instead' }).click();
  await page.getByLabel('Connection string').fill('postgres://me@example.com/brain');
  await connect();
  await expect(page.getByLabel('Connection string')).toHaveAttribute('aria-invalid', 'true');

  await page.getByRole('button', { name: 'Type a pairing code instead' }).click();
  const code = page.getByLabel('Pairing code');
  const address = page.getByLabel('Address');
  await code.fill('ABCD-EFGH');
  await address.fill('http://brain.example.org');
  await connect();
  await expect(page.getByText('Use an address with https')).toBeVisible();
  const router = createServer((_, answer) => void answer.end('<!doctype html><title>Router</title>'));
  await new Promise<void>((resolve) => void router.listen(0, '127.0.0.1', resolve));
  await address.fill(`http://127.0.0.1:${(router.address() as AddressInfo).port}`);
  await connect();
  await expect(page.getByText('no receiver that pairs by code')).toBeVisible();
  router.close();
  await address.fill(world.receiver.url);
  await connect();
  await expect(page.getByText('wrong, used, or older than ten minutes')).toBeVisible();
  await code.fill(await world.pairingCode());
  await connect();
  await expect(page.locator('.checks [data-tone="good"]')).toHaveCount(4);
  await page.getByLabel('Yes, every conversation').check();
  await expect.poll(async () => (await preferences(world)).automatic.default).toBe('on');
  await expect(page.getByRole('link', { name: 'Claude' })).toHaveAttribute('href', 'https://claude.ai/');

  await world.receiver.stop();
  const again = await openView(world, 'welcome.html');
  await expect(again.locator('.checks [data-tone="bad"]')).toHaveCount(1);
  await expect(again.getByRole('button', { name: 'Test again' })).toBeVisible();
});

test('settings: what is changed is kept, what is removed can be brought back, a file brings it elsewhere', async ({
  world,
}) => {
  await world.pair();
  const page = await openView(world, 'options.html');
  await page.getByLabel('On every site').selectOption('ask');
  await page.getByLabel('Claude', { exact: true }).first().selectOption('off');
  await page.getByLabel('Title contains', { exact: true }).fill('tax');
  await page.getByLabel('Title contains', { exact: true }).press('Enter');
  await expect(page.getByRole('button', { name: 'Remove “tax”' })).toBeVisible();
  const kept = { default: 'ask', bySite: { claude: 'off' }, excludedTitles: ['tax'] };
  await expect.poll(async () => (await preferences(world)).automatic).toMatchObject(kept);

  await page.getByRole('button', { name: 'Remove “tax”' }).click();
  await expect.poll(async () => (await preferences(world)).automatic.excludedTitles).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await preferences(world)).automatic.excludedTitles).toEqual(['tax']);

  await page.getByLabel('E-mail addresses').check();
  await page.getByLabel('Try it on a text').fill('Ask ann@example.com about KD-1234.');
  await expect(page.getByText('Ask [email-1] about KD-1234.')).toBeVisible();
  await page.getByLabel('Word in the placeholder').fill('customer');
  await page.getByLabel('Regular expression').fill('(?=x)');
  await expect(page.getByText('Look-around and back-references')).toBeVisible();
  await page.getByLabel('Regular expression').fill('KD-[0-9]+');
  await page.getByLabel('Regular expression').press('Enter');
  await expect(page.getByText('Ask [email-1] about [customer-1].')).toBeVisible();
  await page.getByLabel('E-mail', { exact: true }).fill('half@');
  await expect(page.getByText('Write an address such as')).toBeVisible();
  await page.getByLabel('E-mail', { exact: true }).fill('me@example.com');
  await expect.poll(async () => (await preferences(world)).actor).toEqual({ id: '', email: 'me@example.com' });

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export settings' }).click(),
  ]);
  const file = join(world.dataDir, 'settings.json');
  await download.saveAs(file);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('tax');
  expect(text).not.toContain(secretOf(world));

  await page.getByRole('button', { name: 'Reset…' }).click();
  await page.getByRole('button', { name: 'Reset everything' }).click();
  await expect.poll(async () => (await preferences(world)).automatic.default).toBe('off');
  await page.getByLabel('Import settings').setInputFiles(file);
  await expect.poll(async () => (await preferences(world)).automatic).toMatchObject(kept);
  const foreign = join(world.dataDir, 'foreign.json');
  await writeFile(foreign, '{"a":1}');
  await page.getByLabel('Import settings').setInputFiles(foreign);
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /settings/ })
      .first(),
  ).toBeVisible();
  expect((await preferences(world)).automatic).toMatchObject(kept);

  await page.reload();
  await expect(page.getByLabel('On every site')).toHaveValue('ask');
  await expect(page.getByText('Send this conversation').locator('+ dd')).toHaveText('Alt+Shift+S');
});

test('what leaves this browser: the last request as the receiver got it, without the secret', async ({ world }) => {
  await world.pair();
  const chat = await world.open(PAGES.chatgpt);
  await chat.getByRole('button', { name: 'Send to Second Brain' }).click();
  await expectState(chat, 'saved');
  const settings = await openView(world, 'options.html');
  await settings.getByRole('link', { name: 'What leaves this browser' }).click();
  const wire = (name: string) => settings.getByRole('region', { name, exact: true }).locator('.wire');
  await expect(wire('Request')).toContainText(`POST ${world.receiver.url}/`);
  const body = (await wire('Body').textContent()) ?? '';
  const headers = (await wire('Headers').textContent()) ?? '';
  const secret = secretOf(world);
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  expect(headers).toContain(`x-iw-signature: sha256=${digest}`);
  expect(await settings.content()).not.toContain(secret);
  const [download] = await Promise.all([
    settings.waitForEvent('download'),
    settings.getByRole('button', { name: 'Save the body' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(body);
});

test('labels: typed in the popup, they go with the conversation into its note, and a rule adds them elsewhere', async ({
  world,
}) => {
  await world.pair();
  const chat = await world.open(PAGES.chatgpt);
  await expectState(chat, 'idle');
  const popup = await openView(world, `popup.html?tab=${await tabIdOf(world.session, chat)}`);
  const labels = popup.getByRole('region', { name: 'Labels' });
  await labels.getByLabel('Add a label').fill('baking');
  await labels.getByRole('button', { name: 'Add' }).click();
  await expect(labels.getByRole('listitem')).toHaveText(['baking']);
  expect(await findProblems(popup)).toEqual([]);
  await popup.reload();
  await expect(labels.getByRole('listitem')).toHaveText(['baking']);
  await chat.getByRole('button', { name: 'Send to Second Brain' }).click();
  await expectState(chat, 'saved');
  expect(await world.note()).toMatch(/^labels:\n +- baking$/m);

  const settings = await openView(world, 'options.html');
  const rules = settings.getByRole('region', { name: 'Labels' });
  await rules.getByLabel('Title contains this text').fill('a');
  await rules.getByLabel('Add a label').fill('work');
  await rules.getByRole('button', { name: 'Add' }).click();
  await expect(rules.getByText('Title with “a” → work')).toBeVisible();
  await expect.poll(async () => (await preferences(world)).labels.known).toEqual(['work', 'baking']);
});

test('every view is accessible, in light and dark', async ({ world }) => {
  const welcome = await openView(world, 'welcome.html');
  const empty = await openView(world, 'queue.html');
  const problems: string[] = [];
  const look = async (page: Page, name: string) => {
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      problems.push(...(await findProblems(page)).map((problem) => `${name}, ${colorScheme}: ${problem}`));
    }
  };
  await look(welcome, 'welcome');
  await look(await openView(world, 'sent.html'), 'nothing sent');
  await look(empty, 'empty queue');
  await look(world.session.panel, 'popup, not connected');
  await world.pair();
  const chat = await world.open(PAGES.chatgpt);
  await expectState(chat, 'idle');
  await look(chat, 'button');
  await world.receiver.stop();
  await chat.getByRole('button', { name: 'Send to Second Brain' }).click();
  await expectState(chat, 'queued');
  await look(chat, 'button, queued');
  await look(await openView(world, 'queue.html'), 'queue');
  await look(await openView(world, 'sent.html'), 'sent');
  await look(await openView(world, 'options.html'), 'settings');
  await look(await openView(world, 'welcome.html'), 'welcome, failing');
  await look(await openView(world, 'popup.html'), 'popup');
  expect(problems).toEqual([]);
});
