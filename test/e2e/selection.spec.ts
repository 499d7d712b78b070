import type { Page } from '@playwright/test';
import { callWorker, tabIdOf } from '../../scripts/extension-session.ts';
import { expect, expectState, PAGES, test, type World } from './world.ts';

/** What is selected, by the browser's own menu. */

/** What the browser tells the worker when a person chooses the entry. The menu itself is no part of any page. */
async function chooseInMenu(world: World, page: Page, selectionText: string): Promise<void> {
  const [worker] = world.session.context.serviceWorkers();
  const id = await tabIdOf(world.session, page);
  await worker?.evaluate(
    ([tabId, text]) => {
      type Menus = { onClicked: { dispatch(info: object, tab: object): void } };
      const { contextMenus } = (globalThis as unknown as { chrome: { contextMenus: Menus } }).chrome;
      contextMenus.onClicked.dispatch({ menuItemId: 'send-selection', selectionText: text }, { id: tabId });
    },
    [id, selectionText] as const,
  );
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
  await chooseInMenu(world, page, 'something else');
  await expectState(page, 'failed');
  await expect(page.getByText('The selection could not be read.')).toBeAttached();
  expect((await world.queue()).recent).toEqual([]);

  await chooseInMenu(world, page, 'every eight degrees');
  await expectState(page, 'saved');
  const sent = await callWorker(world.session.panel, 'queue:last-sent');
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({
    data: {
      session_id: '0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000',
      messages: [{ role: 'assistant', content: 'every eight degrees' }],
      capture: { mode: 'selection', completeness: 'selection' },
    },
  });
  await chooseInMenu(world, page, 'every eight degrees');
  await expectState(page, 'already_saved');
});
