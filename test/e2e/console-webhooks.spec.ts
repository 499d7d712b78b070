import { expect, type Page } from '@playwright/test';
import { ConsoleTarget } from './console-target.ts';
import { type ConsoleWorld, HOSTILE, look, test } from './console-world.ts';

/** What goes out, seen and steered in the console. */

const chat = (id: string) => ({
  event_id: `evt_${id}`,
  data: { session_id: id, conversation_title: `Hostile ${HOSTILE}`, messages: [{ role: 'user', content: HOSTILE }] },
});

async function go(world: ConsoleWorld, page: Page, view: string): Promise<void> {
  await page.goto(`${world.receiver.url}/console/#/${world.workspaceId}/${view}`);
}

async function subscribe(page: Page, url: string): Promise<string> {
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`Notes ${HOSTILE}`);
  await page.getByRole('textbox', { name: 'Address' }).fill('ftp://nowhere');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByRole('alert')).toContainText('url:');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.getByText('What there is').click();
  await page.getByRole('button', { name: 'Conversation started' }).click();
  await expect(page.getByRole('textbox', { name: 'Events' })).toHaveValue('chat.*\nchat.conversation.started');
  await page.getByRole('textbox', { name: 'Description' }).fill(HOSTILE);
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Headers of your own' }).fill('no header');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText('“no header” is no header.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Headers of your own' }).fill('X-Token: abc');
  await page.getByRole('textbox', { name: 'Only with these fields' }).fill('{');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText('The fields are no JSON.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Only with these fields' }).fill('{"data.source": "chatgpt"}');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  const secret = await page.getByRole('textbox', { name: 'Secret of the webhook' }).inputValue();
  await page.getByRole('link', { name: 'Go on' }).click();
  return secret;
}

test('a webhook from its first form to its last delivery', async ({ world }) => {
  const target = new ConsoleTarget();
  const url = await target.listen();
  const problems: string[] = [];
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await expect(page.getByText('No webhook yet.')).toBeVisible();
  problems.push(...(await look(page, 'webhooks, empty')));
  target.secret = await subscribe(page, url);
  await expect(page.getByRole('heading', { name: `Notes ${HOSTILE}` })).toBeVisible();
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByText('It has: x-token.', { exact: false })).toBeVisible();
  problems.push(...(await look(page, 'webhook')));

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('link', { name: 'What came of it' }).click();
  await expect(page.getByRole('heading', { name: /^webhook\.test/ })).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByText('<b>thanks</b>')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByText('Headers of the request').click();
  await expect(page.getByText('webhook-id')).toBeVisible();
  problems.push(...(await look(page, 'delivery')));

  target.status = 500;
  await world.send(chat('s1'));
  await world.send(chat('other'), 'claude');
  await expect.poll(() => target.types.length).toBeGreaterThan(2);
  await go(world, page, 'logs');
  await page.getByLabel('State').selectOption('failed');
  await expect(page.getByRole('link', { name: 'chat.conversation.started' })).toHaveCount(1);
  await page.getByLabel('Answer').selectOption('2');
  await expect(page.getByText('Nothing that was sent is so.')).toBeVisible();
  await page.getByLabel('Answer').selectOption('5');
  await page.getByLabel('Event type').fill('chat.message');
  await page.getByLabel('Event type').press('Enter');
  await expect(page.getByRole('listitem').getByText('500')).toHaveCount(1);
  problems.push(...(await look(page, 'logs')));

  target.status = 200;
  const before = target.types.length;
  await page.getByLabel('Answer').selectOption('');
  await page.getByRole('button', { name: 'Deliver all of these again' }).click();
  await expect(page.getByText('1 deliveries go out again.')).toBeVisible();
  await page.getByRole('button', { name: 'Deliver all of these again' }).click();
  await expect.poll(() => target.types.slice(before)).toContain('chat.message');
  expect(target.bad).toBe(0);
  target.close();
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});

test('another secret, off and on, and away', async ({ world }) => {
  const target = new ConsoleTarget();
  const url = await target.listen();
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  const old = await subscribe(page, url);
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'New secret' })).toBeFocused();
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'New secret' }).click();
  target.secret = await page.getByRole('textbox', { name: 'Secret of the webhook' }).inputValue();
  expect(target.secret).not.toBe(old);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => target.types).toContain('webhook.test');
  expect(target.bad).toBe(0);

  await page.getByRole('button', { name: 'Encrypt payloads' }).click();
  await page.getByRole('button', { name: 'Encrypt payloads' }).click();
  target.encryptionKey = await page.getByRole('textbox', { name: 'Key of the payloads' }).inputValue();
  await expect(page.getByText('JWE with key', { exact: false })).toBeVisible();
  const inTheOpen = target.types.length;
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => target.types.slice(inTheOpen)).toEqual(['webhook.test']);
  expect(target.encrypted).toBe(1);
  await page.getByRole('button', { name: 'Stop encrypting' }).click();
  await page.getByRole('button', { name: 'Stop encrypting' }).click();
  await expect(page.getByText('JWE with key', { exact: false })).toBeHidden();

  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('heading', { name: /switched off$/ })).toBeVisible();
  await go(world, page, 'webhooks?active=true');
  await expect(page.getByText('No webhook is so.')).toBeVisible();
  await page.getByLabel('State').selectOption('');
  await page.getByRole('link', { name: /^Notes/ }).click();
  await page.getByRole('button', { name: 'Switch on' }).click();
  // What is typed while the page hears of the change stays.
  await page.getByRole('textbox', { name: 'Name' }).fill('Renamed');
  await expect(page.getByRole('heading', { name: /on$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: /^Renamed/ })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No webhook yet.')).toBeVisible();
  target.close();
  expect(world.complaints()).toEqual([]);
});
