import type { Page } from '@playwright/test';
import { callWorker, tabIdOf } from '../../scripts/extension-session.ts';
import { expect, expectState, PAGES, test, type World } from './world.ts';

/** What a person sends by the browser's own menu and keys. */

/** What the browser tells the worker when a person chooses the entry. The menu itself is no part of any page. */
async function chooseInMenu(
  world: World,
  page: Page,
  chosen: { entry: string; selectionText?: string },
): Promise<void> {
  const [worker] = world.session.context.serviceWorkers();
  const id = await tabIdOf(world.session, page);
  await worker?.evaluate(
    ([tabId, { entry, selectionText = '' }]) => {
      type Menus = { onClicked: { dispatch(info: object, tab: object): void } };
      const { contextMenus } = (globalThis as unknown as { chrome: { contextMenus: Menus } }).chrome;
      contextMenus.onClicked.dispatch({ menuItemId: entry, selectionText }, { id: tabId });
    },
    [id, chosen] as const,
  );
}

/** As the browser tells of its keys, which are no part of any page either. */
async function pressKeysOf(world: World, command: string): Promise<void> {
  const [worker] = world.session.context.serviceWorkers();
  await worker?.evaluate((name) => {
    type Commands = { onCommand: { dispatch(name: string): void } };
    (globalThis as unknown as { chrome: { commands: Commands } }).chrome.commands.onCommand.dispatch(name);
  }, command);
}

/** Selects a word as a person does; a page's script can do it, too. */
async function select(page: Page, text: string): Promise<void> {
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at === -1) continue;
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
    throw new Error('not in the page');
  }, text);
}

test('a selection becomes an event of its own; a page cannot put other words into it, nor send one', async ({
  world,
}) => {
  await world.pair();
  const page = await world.open(PAGES.chatgpt);
  await expectState(page, 'idle');
  await select(page, 'every eight degrees');
  await chooseInMenu(world, page, { entry: 'send-selection', selectionText: 'something else' });
  await expectState(page, 'failed');
  await expect(page.getByText('The selection could not be read.')).toBeAttached();
  expect((await world.queue()).recent).toEqual([]);

  await chooseInMenu(world, page, { entry: 'send-selection', selectionText: 'every eight degrees' });
  await expectState(page, 'saved');
  const sent = await callWorker(world.session.panel, 'queue:last-sent');
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({
    data: {
      session_id: '0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000',
      messages: [{ role: 'assistant', content: 'every eight degrees' }],
      capture: { mode: 'selection', completeness: 'selection' },
    },
  });
  await chooseInMenu(world, page, { entry: 'send-selection', selectionText: 'every eight degrees' });
  await expectState(page, 'already_saved');
});

test('the menu of the page and the keys send the conversation', async ({ world }) => {
  await world.pair();
  const page = await world.open(PAGES.chatgpt);
  await expectState(page, 'idle');
  await chooseInMenu(world, page, { entry: 'send-page' });
  await expectState(page, 'saved');
  expect(world.accepted()).toHaveLength(1);
  const other = await world.open(PAGES.claude);
  await expectState(other, 'idle');
  await other.bringToFront();
  await pressKeysOf(world, 'send-conversation');
  await expectState(other, 'saved');
  expect(world.accepted().map(({ source, data }) => [source, data.capture?.mode])).toEqual([
    ['chatgpt', 'manual'],
    ['claude', 'manual'],
  ]);
});
