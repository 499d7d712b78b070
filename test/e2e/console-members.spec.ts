import { expect, type Page } from '@playwright/test';
import { type ConsoleWorld, HOSTILE, look, test } from './console-world.ts';

/** Who may do what, with several people in several browsers. */

async function invite(page: Page, role: string, note: string): Promise<string> {
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByLabel('Whom it is for').fill(note);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Make a link' }).click();
  return page.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
}

async function join(world: ConsoleWorld, link: string, name: string): Promise<Page> {
  const page = await world.newPage();
  await page.goto(link);
  await expect(page.getByText(/^You are invited to/)).toBeVisible();
  expect(page.url()).not.toContain('invitation=');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText(/must have at least 10 characters/)).toBeVisible();
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  return page;
}

test('a viewer is invited, sees, and may change nothing', async ({ world }) => {
  const problems: string[] = [];
  const owner = await world.signedIn();
  const link = await invite(owner, 'viewer', `For Ann ${HOSTILE}`);
  await expect(owner.getByRole('heading', { name: `For Ann ${HOSTILE}` })).toBeVisible();
  problems.push(...(await look(owner, 'invitations')));
  const viewer = await join(world, link, `Ann ${HOSTILE}`.slice(0, 100));

  for (const [view, absent] of [
    ['webhooks', 'New webhook'],
    ['agents', 'New agent'],
    ['members', 'Make a link'],
    ['settings', 'Save'],
  ] as const) {
    await viewer.goto(`${world.receiver.url}/console/#/${world.workspaceId}/${view}`);
    await expect(viewer.getByRole('main')).toHaveAttribute('aria-label', new RegExp(view, 'i'));
    await expect(viewer.locator('.skeleton')).toHaveCount(0);
    await expect(viewer.getByText(absent, { exact: true })).toHaveCount(0);
    problems.push(...(await look(viewer, `${view} as a viewer`)));
  }
  await expect(viewer.getByRole('link', { name: 'Devices and keys' })).toHaveCount(0);
  await viewer.goto(`${world.receiver.url}/console/#/${world.workspaceId}/devices`);
  await expect(viewer.getByText('You may not do this here. An owner of the workspace can.').first()).toBeVisible();
  // Whatever the page shows, the receiver refuses.
  const refused = await viewer.evaluate(async (workspaceId) => {
    const { csrf_token: token } = (await (await fetch('/api/v1/session')).json()) as { csrf_token: string };
    const headers = { 'X-CSRF-Token': token, 'Content-Type': 'application/json' };
    const path = `/api/v1/workspaces/${workspaceId}`;
    const body = JSON.stringify({ name: 'mine' });
    return Promise.all([
      fetch(path, { method: 'PATCH', headers, body }).then(({ status }) => status),
      fetch(`${path}/tokens`, { method: 'POST', headers, body: '{"name":"x","scopes":["admin"]}' }).then(
        ({ status }) => status,
      ),
    ]);
  }, world.workspaceId);
  expect(refused).toEqual([403, 403]);

  const again = await world.newPage();
  await again.goto(link);
  await expect(again.getByText('This invitation is not good any more. Ask for a new one.')).toBeVisible();
  expect(problems).toEqual([]);
  expect(world.complaints()).toEqual([]);
});

test('another role ends the session; the last owner stays; a link can be taken back', async ({ world }) => {
  const owner = await world.signedIn();
  const bob = await join(world, await invite(owner, 'owner', 'Bob'), 'Bob');
  await bob.getByRole('link', { name: 'Members' }).click();
  await bob.getByLabel('Role of Bob').selectOption('viewer');
  await expect(bob.getByText('role: is the last owner: make somebody else an owner first')).toBeVisible();
  await expect(bob.getByLabel('Role of Bob')).toHaveValue('owner');
  const link = await invite(bob, 'member', 'Eve');
  await bob.getByRole('listitem').filter({ hasText: 'Eve' }).getByRole('button', { name: 'Withdraw' }).click();
  await bob.getByRole('listitem').filter({ hasText: 'Eve' }).getByRole('button', { name: 'Withdraw' }).click();
  await expect(bob.getByRole('listitem').filter({ hasText: 'Eve' })).toHaveCount(0);
  const eve = await world.newPage();
  await eve.goto(link);
  await expect(eve.getByText('This invitation is not good any more. Ask for a new one.')).toBeVisible();

  await owner.getByRole('link', { name: 'Conversations' }).click();
  await owner.getByRole('link', { name: 'Members' }).click();
  await owner.getByRole('button', { name: 'Remove' }).click();
  await owner.getByRole('button', { name: 'Remove' }).click();
  await expect(owner.getByLabel('Role of Bob')).toHaveCount(0);
  await bob.getByRole('link', { name: 'Conversations' }).click();
  await expect(bob.getByLabel('Password')).toBeVisible();
});

test('account: a name, a password, and where else one is signed in', async ({ world }) => {
  const first = await world.signedIn();
  await first.getByRole('banner').getByRole('link', { name: 'owner' }).click();
  await expect(first.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await first.getByLabel('Name').fill('Zoë');
  await first.getByRole('button', { name: 'Save' }).click();
  await expect(first.getByRole('banner').getByRole('link', { name: 'Zoë' })).toBeVisible();
  await first.getByLabel('New password').fill('correct horse');
  await first.getByRole('button', { name: 'Set a password' }).click();
  await expect(first.getByText('Saved. Everywhere else you are signed out.')).toBeVisible();

  const second = await world.newPage();
  await second.goto(`${world.receiver.url}/`);
  await second.getByLabel('Name').fill('Zoë');
  await second.getByLabel('Password').fill('correct horse');
  await second.getByLabel('Password').press('Enter');
  await second.getByRole('banner').getByRole('link', { name: 'Zoë' }).click();
  await expect(second.getByText('this browser')).toHaveCount(1);
  await second.getByLabel('Password until now').fill('wrong');
  await second.getByLabel('New password').fill('better horse');
  await second.getByRole('button', { name: 'Change the password' }).click();
  await expect(second.getByText('current_password: is wrong')).toBeVisible();
  expect(await look(second, 'account')).toEqual([]);
  await second.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(second.getByRole('button', { name: 'Sign out there' })).toHaveCount(0);
  await first.getByRole('link', { name: 'Conversations' }).click();
  await expect(first.getByLabel('Password')).toBeVisible();
});
