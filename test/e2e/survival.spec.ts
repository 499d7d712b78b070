import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { generateSecret } from '../../lib/protocol/secret.ts';
import { allowHost } from '../../scripts/extension-session.ts';
import { Gate } from './gate.ts';
import { buttonState, expect, expectState, PAGES, sendButton, test, type World } from './world.ts';

const portOf = (world: World) => Number(new URL(world.receiver.url).port);

test('the worker is killed between click and delivery: delivered once all the same', async ({ world }) => {
  const gate = await Gate.before(world.receiver.url);
  await world.pair(
    formatConnectionString({ endpoint: gate.url, workspaceId: world.workspaceId, secret: world.secret }),
  );
  const tab = await world.open(PAGES.chatgpt);
  gate.hold();
  const before = gate.arrivals;
  await sendButton(tab).click();
  await expectState(tab, 'sending');
  await expect.poll(async () => (await world.queue()).undelivered).toBe(1);
  await world.stopWorker();
  gate.open();
  await expect(buttonState(tab)).toHaveAttribute('data-kind', /^(saved|already_saved)$/, { timeout: 30_000 });
  expect(gate.arrivals).toBeGreaterThan(before);
  expect((await world.queue()).recent).toHaveLength(1);
  await world.note();
  gate.close();
});

test('the receiver is down, the browser restarts, the receiver is back: delivered', async ({ world }) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  const tab = await world.open(PAGES.gemini);
  await sendButton(tab).click();
  await expectState(tab, 'queued');
  await expect(tab.locator('brainpost-button')).toContainText('The receiver does not answer');
  expect(await world.badge()).toBe('1');
  await world.session.close();
  await world.startReceiver(port);
  await world.startBrowser();
  await expect.poll(async () => (await world.queue()).undelivered, { timeout: 45_000 }).toBe(0);
  await world.note();
  await expect.poll(() => world.badge()).toBe('');
});

test('the receiver comes back while the page is open: delivered by itself, and the button says so', async ({
  world,
}) => {
  test.setTimeout(120_000);
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  const tab = await world.open(PAGES.claude);
  await sendButton(tab).click();
  await expectState(tab, 'queued');
  await world.startReceiver(port);
  // The alarm that wakes the worker comes after 30 seconds at the earliest.
  await expect(buttonState(tab)).toHaveAttribute('data-kind', 'saved', { timeout: 90_000 });
  await world.note();
});

test('a wrong secret: said in words, the event stays queued, and a mended secret lets it through', async ({
  world,
}) => {
  const { panel } = world.session;
  await allowHost(world.session, 'http://127.0.0.1/*');
  const wrong = formatConnectionString({
    endpoint: world.receiver.url,
    workspaceId: world.workspaceId,
    secret: generateSecret(),
  });
  await panel.getByRole('button', { name: 'Paste a connection string instead' }).click();
  await panel.getByLabel('Connection string', { exact: true }).fill(wrong);
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(panel.getByText('does not accept the secret or the workspace')).toBeVisible();
  const tab = await world.open(PAGES.chatgpt);
  await sendButton(tab).click();
  await expectState(tab, 'queued');
  await expect.poll(() => world.badge()).toBe('!');
  const { undelivered, hold, recent } = await world.queue();
  expect({ undelivered, hold, attempts: recent.length }).toEqual({
    undelivered: 1,
    hold: 'invalid_signature',
    attempts: 1,
  });
  expect((await world.notes()).size).toBe(0);

  await panel.bringToFront();
  await panel.getByRole('button', { name: 'Change' }).click();
  await panel.getByLabel('Secret', { exact: true }).fill(world.secret);
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await world.queue()).undelivered).toBe(0);
  await expectState(tab, 'saved');
  await world.note();
});

test('the extension is updated under an open page: the button offers to load it anew, and the queue goes on', async ({
  world,
}) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  const tab = await world.open(PAGES.chatgpt);
  await sendButton(tab).click();
  await expectState(tab, 'queued');
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  const closed = world.session.panel.waitForEvent('close');
  // As an update does; the pages of the extension go with it.
  await world.session.panel
    .evaluate(() => (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload())
    .catch(() => {});
  await closed;
  await expect(sendButton(tab)).toBeVisible();
  await sendButton(tab).click();
  await expect(tab.getByText('Brainpost was updated. Reload this page to go on.')).toBeVisible();
  await Promise.all([
    tab.waitForEvent('load'),
    tab.locator('brainpost-button').getByRole('button', { name: 'Reload the page' }).click(),
  ]);
  expect(errors).toEqual([]);
  // Chromium does not start an unpacked extension again after that without the developer mode: with the browser it does.
  await world.session.close();
  await world.startReceiver(port);
  await world.startBrowser();
  await expect.poll(async () => (await world.queue()).undelivered, { timeout: 45_000 }).toBe(0);
  expect(world.accepted()).toHaveLength(1);
  await world.note();
});
