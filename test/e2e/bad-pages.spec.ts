import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { buttonState, expect, sendButton, test } from './world.ts';

const SHELL = (body: string) => `<!doctype html><title>ChatGPT</title><body>${body}</body>`;

const CASES = [
  {
    name: 'a new chat without a message',
    url: 'https://chatgpt.com/',
    body: '<main><h1>Where should we begin?</h1><form><div data-composer-markdown contenteditable="true"></div></form></main>',
    words: 'Nothing to send yet',
  },
  {
    name: 'a page that never finished loading',
    url: 'https://chatgpt.com/c/aaaa',
    body: '<main></main>',
    words: 'still loading',
  },
  {
    name: 'a layout that nobody has seen',
    url: 'https://claude.ai/chat/aaaa',
    body: `<main><section class="q">${'What is this? '.repeat(20)}</section><section class="a">${'A new layout. '.repeat(60)}</section></main>`,
    words: 'looks different from what Brainpost can read',
  },
];

for (const { name, url, body, words } of CASES) {
  test(`${name}: a reason in words, and nothing is sent`, async ({ world }) => {
    const dir = await mkdtemp(join(tmpdir(), 'brainpost-page-'));
    await writeFile(join(dir, 'page.html'), SHELL(body));
    await world.pair();
    const tab = await world.session.context.newPage();
    await serveSavedPage(tab, { url, html: join(dir, 'page.html') });
    await tab.goto(url);
    await sendButton(tab).click();
    await expect(buttonState(tab)).toHaveAttribute('data-kind', 'failed');
    await expect(tab.locator('brainpost-button')).toContainText(words);
    expect((await world.queue()).recent).toHaveLength(0);
    await rm(dir, { recursive: true });
  });
}

test('without a connection the button says what to do, and nothing is kept', async ({ world }) => {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-page-'));
  await writeFile(join(dir, 'page.html'), SHELL('<main></main>'));
  const tab = await world.open({
    file: 'claude.html',
    url: 'https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-000000000001',
  });
  await sendButton(tab).click();
  await expect(tab.locator('brainpost-button')).toContainText('No second brain is connected yet');
  expect((await world.queue()).undelivered).toBe(0);
  await rm(dir, { recursive: true });
});
