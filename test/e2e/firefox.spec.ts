import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFirefox } from '../../scripts/firefox.ts';
import { chatgptKind } from '../sites/chatgpt/kind.ts';
import { claudeKind } from '../sites/claude/kind.ts';
import { geminiKind } from '../sites/gemini/kind.ts';
import { expect, test } from '@playwright/test';
import { clickSend, expectButton, FirefoxWorld } from './firefox-world.ts';

/** The main ways through the extension in a real Firefox; everything else is tested in Chromium. */

/** In the settings: whether every site is captured by itself. */
const AUTOMATIC = '[aria-labelledby="automatic"] select';

let world: FirefoxWorld;
let dir: string;

test.beforeAll(async () => {
  const firefox = await findFirefox();
  if (firefox.path === null) {
    console.log(`The tests in Firefox are skipped: ${firefox.reason}.`);
    return test.skip(true, firefox.reason);
  }
  dir = await mkdtemp(join(tmpdir(), 'brainpost-firefox-'));
  world = new FirefoxWorld(dir);
  await world.start(firefox.path);
  await world.connect();
});

test.afterAll(async () => {
  if (!world) return;
  await world.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

for (const [kind, word] of [
  [chatgptKind, 'chestnut'],
  [claudeKind, 'walnut'],
  [geminiKind, 'hazelnut'],
] as const) {
  test(`Firefox, ${kind.id}: one click on the page becomes a verified note on disk`, async () => {
    const chat = await world.openChat(kind, 'f1f0a001', word);
    await clickSend(chat);
    await expectButton(chat, 'saved');
    expect(chat.site.requests).not.toEqual([]);
    await expect
      .poll(() => world.notesWith(word))
      .toEqual([expect.stringContaining(`A **${word}** grows in *deep* soil.`)]);
  });
}

test('Firefox: the receiver goes away and comes back: delivered by itself, and the button says so', async () => {
  const port = Number(new URL(world.receiver.url).port);
  await world.receiver.stop();
  const chat = await world.openChat(claudeKind, 'f1f0a002', 'pecan');
  await clickSend(chat);
  await expectButton(chat, 'queued');
  await world.startReceiver(port);
  await expectButton(chat, 'saved', 90_000);
  await expect.poll(() => world.notesWith('pecan')).toHaveLength(1);
});

test('Firefox: the event page is stopped between click and delivery: delivered once all the same', async () => {
  const chat = await world.openChat(chatgptKind, 'f1f0a003', 'almond');
  world.gate.hold();
  const before = world.gate.arrivals;
  await clickSend(chat);
  await expect.poll(() => world.gate.arrivals).toBeGreaterThan(before);
  await world.session.stopEventPage();
  const held = world.gate.arrivals;
  world.gate.open();
  await expectButton(chat, /^(saved|already_saved)$/, 30_000);
  expect(world.gate.arrivals).toBeGreaterThan(held);
  await expect.poll(() => world.notesWith('almond')).toHaveLength(1);
});

test('Firefox: switched on in the settings, an answer is captured by itself', async () => {
  const settings = await world.session.openPage('options.html', AUTOMATIC);
  await settings.select(AUTOMATIC, 'on');
  const chat = await world.openChat(claudeKind, 'f1f0a005', 'filbert');
  await expect.poll(() => world.notesWith('filbert')).toHaveLength(1);
  await chat.site.ask('And in a pot?');
  await chat.site.stream(4);
  await chat.site.finishStreaming();
  await expect.poll(() => world.notesWith('And in a pot?')).toHaveLength(1);
  await settings.select(AUTOMATIC, 'off');
  await settings.close();
});

test('Firefox: popup and page of the queue show what was delivered', async () => {
  const chat = await world.openChat(geminiKind, 'f1f0a004', 'cashew');
  await clickSend(chat);
  await expectButton(chat, 'saved');
  const popup = await world.session.openPage('popup.html', '::-p-text(About cashews)');
  await popup.close();
  const queue = await world.session.openPage('queue.html', '.filter');
  await queue.locator('::-p-aria([name="All"][role="radio"])').click();
  await queue.waitForSelector('::-p-text(About cashews)');
  await queue.close();
});

test('Firefox: the sidebar shows the conversation as it will be sent, and sends it', async () => {
  const chat = await world.openChat(claudeKind, 'f1f0a006', 'macadamia');
  const tabId = await world.session.tabIdOf(chat.page.url());
  const sidebar = await world.session.openPage(`sidepanel.html?tab=${tabId}`, '::-p-text(As it will be sent)');
  await sidebar.waitForSelector('::-p-text(grows in)');
  await sidebar.locator('::-p-aria([name="Send to Second Brain"][role="button"])').click();
  await expect.poll(() => world.notesWith('macadamia')).toHaveLength(1);
  await sidebar.close();
  const popup = await world.session.openPage('popup.html', '[aria-label="Open the side panel"]');
  await popup.locator('::-p-aria([name="Open the side panel"][role="button"])').click();
  await expect.poll(() => world.session.isSidebarOpen()).toBe(true);
  await popup.close();
});

test('Firefox: the extension leaves no error behind', async () => {
  for (const name of ['popup.html', 'queue.html']) await (await world.session.openPage(name, 'h2')).close();
  // What a page had asked when it was closed.
  const complaints = (await world.session.complaints()).filter((text) => !text.includes('after context unloaded'));
  expect(complaints).toEqual([]);
});
