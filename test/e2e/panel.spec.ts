import type { Page } from '@playwright/test';
import { callWorker, tabIdOf } from '../../scripts/extension-session.ts';
import { findProblems } from './accessibility.ts';
import { expect, expectState, PAGES, test, type World } from './world.ts';

/** The panel beside the page, in a real browser. */

async function openPanelPage(world: World, chat: Page): Promise<Page> {
  const page = await world.session.context.newPage();
  const tab = await tabIdOf(world.session, chat);
  await page.goto(`chrome-extension://${world.session.extensionId}/sidepanel.html?tab=${tab}`);
  return page;
}

test('the panel shows the conversation as it is sent, with its labels and what is replaced', async ({ world }) => {
  await world.pair();
  const redaction = { presets: [], patterns: [{ name: 'food', pattern: 'dough' }], inCode: false };
  expect(await callWorker(world.session.panel, 'preferences:save', { redaction })).toMatchObject({ ok: true });
  const chat = await world.open(PAGES.chatgpt);
  await expectState(chat, 'idle');
  const panel = await openPanelPage(world, chat);
  const preview = panel.getByRole('region', { name: 'As it will be sent' });
  await expect(preview.getByText('How long should my [food-1] rise')).toBeVisible();
  await expect(preview.getByRole('listitem').first()).toContainText('How long should my [food-1] rise');
  await expect(preview.locator('mark').first()).toHaveText('[food-1]');
  await expect(preview.getByText(/^Replaced before it leaves: \[food\] × \d/)).toBeVisible();
  await panel.getByLabel('Add a label').fill('baking');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(preview.getByText(/ messages · baking$/)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await panel.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findProblems(panel)).toEqual([]);
  }

  await panel.getByRole('button', { name: 'Send to Second Brain' }).click();
  await expect(panel.getByRole('region', { name: 'Recent' }).getByText('Saved')).toBeVisible();
  const [event] = world.accepted();
  expect(event?.data.messages[0]?.content).toContain('my [food-1] rise');
  const shown = await preview.getByRole('listitem').count();
  expect(event?.data.messages).toHaveLength(shown);

  // Another page in the same tab: what is shown follows.
  await chat.goto('about:blank');
  await expect(preview).toHaveCount(0);
  await expect(panel.getByText('No conversation here.')).toBeVisible();
});

test('a click in the popup opens the panel of the browser', async ({ world }) => {
  await world.pair();
  const popup = await world.session.context.newPage();
  await popup.goto(`chrome-extension://${world.session.extensionId}/popup.html`);
  await popup.getByRole('button', { name: 'Open the side panel' }).click();
  const panels = () =>
    world.session.panel.evaluate(async () => {
      type Runtime = { getContexts(of: object): Promise<{ documentUrl?: string }[]> };
      const { runtime } = (globalThis as unknown as { chrome: { runtime: Runtime } }).chrome;
      return (await runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).map(({ documentUrl }) => documentUrl);
    });
  await expect.poll(panels).toEqual([`chrome-extension://${world.session.extensionId}/sidepanel.html`]);
});
