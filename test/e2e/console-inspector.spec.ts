import { expect } from '@playwright/test';
import { makeEvent, signedInit } from '../../receiver/test-support/signed-request.ts';
import { HOSTILE, look, test } from './console-world.ts';

/** What a tool sends, looked at before it counts. */

test('an address shows what is sent to it, whether it would be taken, and ends', async ({ world }) => {
  const problems: string[] = [];
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Inspector' }).click();
  await expect(page.getByText('No address yet.')).toBeVisible();
  problems.push(...(await look(page, 'inspector, empty')));
  await page.getByRole('button', { name: 'New address' }).click();
  const address = await page.getByRole('textbox', { name: 'Address of the inspector' }).inputValue();
  await page.getByRole('link', { name: 'Requests' }).click();
  await expect(page.getByText('Nothing has come yet.', { exact: false })).toBeVisible();

  const timestampSec = Math.floor(Date.now() / 1000);
  const event = makeEvent({ workspace_id: world.workspaceId, data: { note: HOSTILE }, type: 'note' });
  const init = await signedInit(event, { secret: world.secret, timestampSec, headers: { 'x-hostile': HOSTILE } });
  expect((await fetch(`${address}?source=chatgpt&note=${encodeURIComponent(HOSTILE)}`, init)).status).toBe(200);
  // It comes by itself.
  await page.getByRole('link', { name: 'POST #1' }).click();
  await expect(page.getByText('would be taken')).toHaveCount(2);
  await expect(page.getByText(`/webhooks/v1/${world.workspaceId}/chatgpt`)).toBeVisible();
  await expect(page.getByText(HOSTILE, { exact: true })).toBeVisible();
  problems.push(...(await look(page, 'request')));
  await page.goBack();

  await fetch(address, { method: 'PUT', body: new Uint8Array([0, 255]) });
  await page.getByRole('link', { name: 'PUT #2' }).click();
  await expect(page.getByText('would be refused')).toHaveCount(2);
  await expect(page.getByText('AP8=')).toBeVisible();
  await expect(page.getByText('unsupported_media_type').first()).toBeVisible();
  problems.push(...(await look(page, 'request of bytes')));
  await page.getByRole('link', { name: 'Requests' }).click();
  problems.push(...(await look(page, 'requests')));
  await page.getByRole('main').getByRole('link', { name: 'Inspector' }).click();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(page.getByText('No address yet.')).toBeVisible();
  expect((await fetch(address)).status).toBe(404);
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});

test('a sample goes through the real way in', async ({ world }) => {
  const page = await world.signedIn();
  await page.getByRole('link', { name: 'Inspector' }).click();
  await page.getByRole('button', { name: 'Send a sample event' }).click();
  await expect(page.getByRole('heading', { name: 'Answer 200' })).toBeVisible();
  await page.getByText('What was sent').click();
  await expect(page.getByText('webhook-signature')).toBeVisible();
  expect(await look(page, 'sample')).toEqual([]);
  await page.getByLabel('Source').fill('Not one');
  await page.getByRole('button', { name: 'Send a sample event' }).click();
  await expect(page.getByText('source: must be lower-case', { exact: false })).toBeVisible();
  await page.getByLabel('Way in').selectOption('generic');
  await page.getByLabel('Source').fill('zendesk');
  await page.getByRole('button', { name: 'Send a sample event' }).click();
  await expect(page.getByRole('heading', { name: 'Answer 202' })).toBeVisible();
  await page.getByRole('link', { name: 'What became of it' }).click();
  await expect(page.getByRole('link', { name: 'sample' })).toHaveCount(2);
  expect(world.complaints()).toEqual([]);
});
