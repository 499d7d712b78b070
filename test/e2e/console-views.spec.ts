import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type ConsoleWorld, HOSTILE, look, test } from './console-world.ts';

/** What comes in and who is let in, seen and steered in the console. */

const chat = (id: string) => ({
  event_id: `evt_${id}`,
  data: { session_id: id, conversation_title: `Hostile ${HOSTILE}`, messages: [{ role: 'user', content: HOSTILE }] },
});

async function go(world: ConsoleWorld, page: Page, view: string): Promise<void> {
  await page.goto(`${world.receiver.url}/console/#/${world.workspaceId}/${view}`);
}

/** As if it had failed too often, with an error that somebody else wrote. */
function park(world: ConsoleWorld, eventId: string): void {
  const database = new DatabaseSync(join(world.dataDir, 'brainpost.db'));
  database
    .prepare("UPDATE event_inbox SET state = 'parked', error = ?, due_at = NULL WHERE event_id = ?")
    .run(HOSTILE, eventId);
  database.close();
}

test('inbox: what waits for a person, and working it off again', async ({ world }) => {
  const problems: string[] = [];
  await world.send(chat('good'));
  await world.send(chat('bad'));
  await expect.poll(async () => (await world.notes()).size).toBe(2);
  park(world, 'evt_bad');
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await expect(page.getByRole('link', { name: 'brain.ingest' })).toHaveCount(2);
  await page.getByLabel('Source').selectOption('chatgpt');
  await page.getByLabel('State').selectOption('parked');
  await expect(page.getByText(HOSTILE)).toHaveCount(1);
  problems.push(...(await look(page, 'inbox')));
  await page.getByRole('link', { name: 'brain.ingest' }).click();
  await expect(page.getByText('evt_bad', { exact: true }).first()).toBeVisible();
  problems.push(...(await look(page, 'event')));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('evt_bad.json');
  await page.getByRole('button', { name: 'Work it off again' }).click();
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('heading', { name: 'brain.ingest worked off' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await go(world, page, 'inbox?state=parked');
  await expect(page.getByText('Nothing waits for you.')).toBeVisible();

  const body = JSON.stringify({ hush: HOSTILE });
  const headers = { 'Content-Type': 'application/json', 'User-Agent': HOSTILE, 'X-IW-Signature': 'sha256=00' };
  await fetch(`${world.receiver.url}/webhooks/v1/${world.workspaceId}/chatgpt`, { method: 'POST', headers, body });
  await page.getByRole('link', { name: 'Refused requests' }).click();
  await expect(page.getByText(HOSTILE)).toHaveCount(1);
  await expect(page.getByRole('listitem')).toHaveCount(1);
  problems.push(...(await look(page, 'refusals')));
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});

test('live: what happens stands there at once, each once, also after the receiver was away', async ({ world }) => {
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Live' }).click();
  await expect(page.getByText('listening')).toBeVisible();
  await world.send(chat('one'));
  const started = page.getByText('chat.conversation.started', { exact: true });
  await expect(started).toHaveCount(1);
  await page.getByText('chat.message', { exact: true }).click();
  await expect(page.getByLabel('chat.message').getByText(/"content": ".*hacked/)).toBeVisible();
  expect(await look(page, 'live')).toEqual([]);

  const port = Number(new URL(world.receiver.url).port);
  await world.receiver.stop();
  await expect(page.getByText('connecting')).toBeVisible();
  await world.startReceiver(port);
  await expect(page.getByText('listening')).toBeVisible();
  await world.send(chat('two'));
  await expect(started).toHaveCount(2);

  await page.getByRole('button', { name: 'Pause' }).click();
  await world.send(chat('three'));
  await page.getByLabel('Types').fill('workspace.*');
  await page.getByLabel('Types').press('Enter');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('listening')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText('What happens from now on stands here.')).toBeVisible();
});

/** Speaks as much of OpenAI's chat completions as a test of the connection needs. */
async function startModel(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    const isKnown = request.headers.authorization === 'Bearer sk-good';
    response.writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json' });
    const choices = [{ index: 0, message: { role: 'assistant', content: 'OK' }, finish_reason: 'stop' }];
    response.end(JSON.stringify(isKnown ? { model: 'any', choices } : { error: 'no' }));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

test('agents: made, tried out, asked, changed and deleted', async ({ world }) => {
  const problems: string[] = [];
  const model = await startModel();
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Agents' }).click();
  await expect(page.getByText('No agent yet.')).toBeVisible();
  await page.getByRole('link', { name: 'New agent' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`Filer ${HOSTILE}`.slice(0, 100));
  await page.getByRole('textbox', { name: 'Address of the API' }).fill(model.url);
  await page.getByRole('textbox', { name: 'Model' }).fill(HOSTILE);
  await page.getByLabel('API key').fill('sk-bad');
  await page.getByRole('textbox', { name: 'Events that it answers' }).fill('webhook.chatgpt.brain_ingest');
  await page.getByRole('textbox', { name: 'What it is told first' }).fill(HOSTILE);
  await page.getByRole('button', { name: 'Make the agent' }).click();
  await expect(page.getByRole('heading', { name: /^Filer/ })).toBeVisible();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await expect(page.getByText('The API key was refused. (401)')).toBeVisible();
  await page.getByLabel('API key').fill('sk-good');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('API key')).toHaveValue('');
  await page.getByRole('button', { name: 'Try it out' }).click();
  await expect(page.getByText(/^It answers, in/)).toBeVisible();
  problems.push(...(await look(page, 'agent')));

  await world.send(chat('for-agent'));
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('listitem').getByText('done', { exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByRole('link', { name: 'Agents', exact: true }).first().click();
  await page.getByLabel('State').selectOption('failed');
  await expect(page.getByText('No run is so.')).toBeVisible();
  problems.push(...(await look(page, 'agents')));
  await page.getByRole('link', { name: /^Filer/ }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No agent yet.')).toBeVisible();
  model.close();
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});

test('devices and keys: a code that pairs, a token that reads, and both cut off', async ({ world }) => {
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Devices and keys' }).click();
  await expect(page.getByText('No browser is paired yet.')).toBeVisible();
  await page.getByLabel('Name of the browser').fill(`Laptop ${HOSTILE}`.slice(0, 60));
  await page.getByRole('button', { name: 'Make a pairing code' }).click();
  const code = await page.getByRole('textbox', { name: 'Pairing code' }).inputValue();
  const json = { 'Content-Type': 'application/json' };
  const paired = await fetch(`${world.receiver.url}/api/v1/pair`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ code }),
  });
  expect(paired.status).toBe(201);

  await page.getByLabel('What it is for').fill('A script');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
  const read = () =>
    fetch(`${world.receiver.url}/api/v1/workspaces/${world.workspaceId}/events`, {
      headers: { Authorization: `Bearer ${token}` },
    });
  expect((await read()).status).toBe(200);
  await page.reload();
  await expect(page.getByRole('heading', { name: /^Laptop/ })).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
  expect(await look(page, 'devices')).toEqual([]);

  const row = (name: RegExp) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  for (const name of [/^A script/, /^Laptop/]) {
    await row(name).getByRole('button', { name: 'Revoke' }).click();
    await row(name).getByRole('button', { name: 'Revoke' }).click();
    await expect(row(name).getByText('revoked')).toBeVisible();
  }
  expect((await read()).status).toBe(401);
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'New secret' }).click();
  expect(await page.getByRole('textbox', { name: 'Secret' }).inputValue()).toMatch(/^whsec_/);
  expect(world.complaints()).toEqual([]);
});

test('settings: of the workspace and of its sources', async ({ world }) => {
  await world.send(chat('any'));
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Days that events are kept').fill('-1');
  await page.getByRole('textbox', { name: 'Name' }).fill(`Home ${HOSTILE}`.slice(0, 100));
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toHaveCount(0);
  await page.getByLabel('Days that events are kept').fill('90');
  await page.getByLabel('Keep nothing').check();
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('banner').getByText(/^Home/)).toBeVisible();
  await page.getByRole('link', { name: 'Changes' }).click();
  await expect(page.getByText(`PATCH /api/v1/workspaces/${world.workspaceId}`)).toHaveCount(1);
  expect(await look(page, 'changes')).toEqual([]);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.reload();
  await expect(page.getByLabel('Days that events are kept')).toHaveValue('90');
  await expect(page.getByLabel('Keep nothing')).toBeChecked();

  await expect(page.getByText('strong signature, pinned')).toBeVisible();
  await page.getByRole('button', { name: 'Forget the pin' }).click();
  await page.getByRole('button', { name: 'Ask for the strong signature' }).click();
  await expect(page.getByText('strong signature', { exact: true })).toBeVisible();
  await page.getByText('Takes from: any address').click();
  await page.getByRole('textbox', { name: 'Takes from' }).fill('nowhere');
  await page.getByRole('button', { name: 'Save' }).nth(1).click();
  await expect(page.getByText(/must be an address or a subnet/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Takes from' }).fill('192.0.2.0/24\n::1');
  await page.getByRole('button', { name: 'Save' }).nth(1).click();
  await expect(page.getByText('Takes from: 192.0.2.0/24, ::1')).toBeVisible();
  await page.getByText('Set up a source').click();
  await page.getByRole('textbox', { name: 'Source' }).fill('My Hub');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByText(/must be lower-case letters/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Source' }).fill('hub');
  await page.getByLabel('Secret', { exact: true }).fill('0123456789abcdef0123');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByRole('heading', { name: 'hub' })).toBeVisible();
  expect(await look(page, 'settings')).toEqual([]);
  expect(world.complaints()).toEqual([]);
});
