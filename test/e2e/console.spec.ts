import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { type ConsoleWorld, HOSTILE, look, test } from './console-world.ts';

/** The console, in a real browser against a real receiver, with text in it that would like to run. */

const MARKDOWN = [
  `${HOSTILE} and **bold**, \`${HOSTILE}\`, [a link](javascript:globalThis.hacked=1), [another](https://example.com/a)`,
  '',
  '| a | b |',
  '|---|--:|',
  `| ${HOSTILE.replaceAll('|', '')} | 2 |`,
  '',
  '```html',
  HOSTILE,
  '```',
  '',
  String.raw`Inline $\frac{a}{b}$ and`,
  '',
  '$$',
  String.raw`\int_0^1 x^2\,dx`,
  '$$',
  '',
  `![${HOSTILE}](https://example.com/picture.png)`,
].join('\n');

async function sendConversations(world: ConsoleWorld): Promise<void> {
  await world.send({
    event_id: 'evt_hostile',
    data: {
      session_id: 's-hostile',
      conversation_title: `Hostile ${HOSTILE}`,
      url: 'javascript:globalThis.hacked=1',
      labels: [HOSTILE],
      messages: [
        { role: 'user', content: HOSTILE },
        {
          role: 'assistant',
          content: MARKDOWN,
          model: HOSTILE,
          reasoning: HOSTILE,
          citations: [{ title: HOSTILE, url: 'javascript:alert(1)' }],
        },
      ],
    },
  });
  const long = Array.from({ length: 60 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: `Line ${i}` }));
  await world.send({
    event_id: 'evt_long',
    data: { session_id: 's-long', conversation_title: 'Long one', messages: long },
  });
  for (let i = 0; i < 55; i += 1) {
    const data = {
      session_id: `s${i}`,
      conversation_title: `Tea ${i}`,
      messages: [{ role: 'user', content: `cup ${i}` }],
    };
    await world.send({ event_id: `evt_${i}`, timestamp: '2026-11-21T11:00:00Z', data }, 'claude');
  }
}

test('it speaks the language of the browser, and English where it has no other', async ({ world }) => {
  for (const [locale, word, lang] of [
    ['de-AT', 'Passwort', 'de-AT'],
    ['es-MX', 'Contraseña', 'es-MX'],
    ['ja', 'パスワード', 'ja'],
    ['zh-CN', '密码', 'zh-CN'],
    ['zh-TW', 'Password', 'en'],
    ['fr', 'Password', 'en'],
  ] as const) {
    const page = await world.newPage(locale);
    await page.goto(`${world.receiver.url}/console/`);
    await expect(page.getByLabel(word, { exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
  }
  expect(world.complaints()).toEqual([]);
});

test('signing in, and every view, with hostile text in every field', async ({ world }) => {
  await sendConversations(world);
  const problems: string[] = [];

  const stranger = await world.newPage();
  await stranger.goto(`${world.receiver.url}/`);
  await stranger.getByLabel('Name').fill('owner');
  await stranger.getByLabel('Password').fill('not it');
  await stranger.getByLabel('Password').press('Enter');
  await expect(stranger.getByText('Name or password is wrong.')).toBeVisible();
  problems.push(...(await look(stranger, 'sign in')));

  const page = await world.signedIn();
  expect(page.url()).not.toContain('login=');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^57 events in the last 24 hours/ })).toBeVisible();
  problems.push(...(await look(page, 'overview')));

  await page.getByRole('link', { name: 'Conversations' }).click();
  await expect(page.getByRole('link', { name: /^Tea/ })).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('link', { name: /^Tea/ })).toHaveCount(55);
  await expect(page.getByRole('link', { name: `Hostile ${HOSTILE}` })).toBeVisible();
  problems.push(...(await look(page, 'conversations')));
  await page.getByLabel('Source').selectOption('chatgpt');
  await expect(page.getByRole('link', { name: /^Tea/ })).toHaveCount(0);
  await page.getByLabel('Search').fill('BOLD link');
  await page.getByLabel('Search').press('Enter');
  await expect(page.getByRole('link', { name: /^Hostile/ })).toHaveCount(1);
  await page.getByRole('link', { name: /^Hostile/ }).click();

  await expect(page.getByRole('heading', { name: `Hostile ${HOSTILE}` })).toBeVisible();
  await expect(page.locator('math')).toHaveCount(2);
  await expect(page.locator('.code code')).toHaveText(HOSTILE);
  await expect(page.locator('.messages a')).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'another' })).toHaveAttribute('href', 'https://example.com/a');
  await expect(page.locator('img')).toHaveCount(0);
  await page.getByText('Reasoning').click();
  problems.push(...(await look(page, 'conversation')));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as Markdown' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('session_id');

  await page.goto(`${world.receiver.url}/console/#/${world.workspaceId}/conversations?query=Line%2059`);
  await page.getByRole('link', { name: 'Long one' }).click();
  await expect(page.getByText('Line 0', { exact: true })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(page.getByText('Line 59', { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});
