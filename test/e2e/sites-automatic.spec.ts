import type { Automatic, Preferences } from '../../lib/messages.ts';
import { callWorker } from '../../scripts/extension-session.ts';
import { chatgptKind } from '../sites/chatgpt/kind.ts';
import { claudeKind } from '../sites/claude/kind.ts';
import { geminiKind } from '../sites/gemini/kind.ts';
import { richTalk } from '../sites/sample-chats.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { type SitesWorld, test } from './sites-world.ts';
import { buttonState, expect } from './world.ts';

/** Long enough for anything that would be captured by itself. */
const QUIET_MS = 2_500;

async function setAutomatic(sites: SitesWorld, automatic: Automatic, more: Partial<Preferences['automatic']> = {}) {
  const none = { bySite: {}, excludedProjects: [], excludedTitles: [] };
  const patch = { automatic: { default: automatic, ...none, ...more } };
  expect(await callWorker(sites.session.panel, 'preferences:save', patch)).toMatchObject({ ok: true });
}

/** Opens a chat that no other test has. */
async function openChat(sites: SitesWorld, kind: SiteKind, seed: string) {
  const site = await sites.openSite(kind);
  const chat = site.addChat(seed, 'Quince jam', richTalk('Quince'));
  await site.visit(chat.id);
  return { site, chat };
}

/** Waits until so many events of the chat have come, and for a while that no more do. */
async function expectEvents(sites: SitesWorld, site: Parameters<SitesWorld['acceptedOf']>[0], count: number) {
  const { id } = site.current;
  await expect.poll(() => sites.acceptedOf(site, id).length, { timeout: 15_000 }).toBe(count);
  await site.tab.waitForTimeout(QUIET_MS);
  expect(sites.acceptedOf(site, id)).toHaveLength(count);
  return sites.acceptedOf(site, id);
}

test.describe.configure({ mode: 'parallel' });
test.afterEach(({ sites }) => setAutomatic(sites, 'off'));

for (const kind of [chatgptKind, claudeKind, geminiKind] as SiteKind[]) {
  test(`${kind.id}: a settled turn is captured once; what is opened again and unchanged is not`, async ({ sites }) => {
    await setAutomatic(sites, 'on');
    const { site, chat } = await openChat(sites, kind, 'a0000001');
    const [opened] = await expectEvents(sites, site, 1);
    expect(opened?.capture).toMatchObject({ mode: 'auto', reader: 'api', completeness: 'complete' });
    expect(captured(opened?.messages ?? [])).toEqual(expectedIn(site));
    await site.ask('And what then, Quince?', { words: 4 });
    await site.tab.waitForTimeout(2_500);
    expect(sites.acceptedOf(site, chat.id)).toHaveLength(1);
    await site.stop();
    await site.regenerate({ words: 4 });
    await site.finishStreaming();
    const events = await expectEvents(sites, site, 2);
    expect(events[1]?.capture).toMatchObject({ mode: 'auto', snapshot: 'delta' });
    expect(captured(events[1]?.messages ?? [])).toEqual(expectedIn(site).slice(-2));
    await site.visit(chat.id);
    await expectEvents(sites, site, 2);
    chat.add('user', { text: 'Asked of Quince on a phone.' });
    chat.add('assistant', { text: 'Answered there, Quince.' });
    await site.visit(chat.id);
    const later = await expectEvents(sites, site, 3);
    expect(captured(later[2]?.messages ?? [])).toEqual(expectedIn(site).slice(-2));
  });

  test(`${kind.id}: left while an answer is written, opened again: no two chats are mixed, nothing is lost`, async ({
    sites,
  }) => {
    await setAutomatic(sites, 'on');
    const { site, chat } = await openChat(sites, kind, 'a0000002');
    const other = site.addChat('77aa77bb', 'Other one', richTalk('Other'));
    await expectEvents(sites, site, 1);
    await site.ask('More of Quince?', { words: 3, everyMs: 60 });
    await site.openChat(other.id, { documentAfterMs: 300 });
    const [event] = await expectEvents(sites, site, 1);
    expect(captured(event?.messages ?? [])).toEqual(expectedIn(site));
    await site.openChat(chat.id);
    await expectEvents(sites, site, 2);
    for (const { messages } of sites.acceptedOf(site, chat.id))
      for (const { content } of messages) expect(content).toContain('Quince');
  });

  test(`${kind.id}: a tab that is closed with something unsent`, async ({ sites }) => {
    await setAutomatic(sites, 'on');
    const { site, chat } = await openChat(sites, kind, 'a0000003');
    await expectEvents(sites, site, 1);
    await site.ask('Will Quince be kept?', { words: 12 });
    // As the browser does after a while without work; to be started again takes longer than a page that closes has.
    await sites.stopWorker();
    await site.tab.waitForTimeout(1_000);
    await site.finishStreaming();
    await site.tab.waitForTimeout(300);
    await site.tab.close({ runBeforeUnload: true });
    await expect.poll(() => sites.acceptedOf(site, chat.id).length, { timeout: 20_000 }).toBe(2);
    const last = sites.acceptedOf(site, chat.id).at(-1)?.messages.at(-1);
    expect(last?.content).toContain('until the answer of Quince is complete');
  });
}

test('chatgpt: read from the page alone, what is unchanged is not sent again either', async ({ sites }) => {
  await setAutomatic(sites, 'on');
  await callWorker(sites.session.panel, 'preferences:save', { apiOff: ['chatgpt'] });
  try {
    const { site, chat } = await openChat(sites, chatgptKind, 'a0000004');
    await expectEvents(sites, site, 1);
    await site.visit(chat.id);
    await expectEvents(sites, site, 1);
  } finally {
    await callWorker(sites.session.panel, 'preferences:save', { apiOff: [] });
  }
});

test('chatgpt: an API that says "not now" is waited for', async ({ sites }) => {
  await setAutomatic(sites, 'on');
  const site = await sites.openSite(chatgptKind);
  const chat = site.addChat('31415926', 'Quince later', richTalk('Quince'));
  site.api('rate_limited');
  await site.visit(chat.id);
  await expect.poll(() => site.requests.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await site.tab.waitForTimeout(QUIET_MS);
  expect(sites.acceptedOf(site, chat.id)).toEqual([]);
  site.api('ok');
  await expect.poll(() => sites.acceptedOf(site, chat.id).length, { timeout: 60_000 }).toBe(1);
  expect(sites.acceptedOf(site, chat.id)[0]?.capture).toMatchObject({ reader: 'api', completeness: 'complete' });
});

test('chatgpt: a temporary chat and an excluded title are not captured, except by a click', async ({ sites }) => {
  await setAutomatic(sites, 'on', { excludedTitles: ['secret'] });
  const site = await sites.openSite(chatgptKind);
  const chats = [
    site.addChat('27182818', 'Quince gone', richTalk('Quince')),
    site.addChat('27182819', 'A Secret Quince', richTalk('Quince')),
  ];
  for (const [place, chat] of chats.entries()) {
    await site.visit(chat.id);
    if (place === 0) await site.tab.goto(`${site.tab.url()}?temporary-chat=true`);
    await expectEvents(sites, site, 0);
    await site.tab.locator('brainpost-button .send').click();
    await expect(buttonState(site.tab)).toHaveAttribute('data-kind', 'saved');
    expect(sites.acceptedOf(site, chat.id)).toHaveLength(1);
  }
});

test('chatgpt: asked once; the answer holds, and a change of mind reaches the open tab', async ({ sites }) => {
  await setAutomatic(sites, 'ask');
  const { site, chat } = await openChat(sites, chatgptKind, 'a0000005');
  const bubble = site.tab.locator('brainpost-button .bubble');
  await expect(bubble).toHaveAttribute('data-open', 'true', { timeout: 8_000 });
  expect(sites.acceptedOf(site, chat.id)).toEqual([]);
  await bubble.getByRole('button', { name: 'Save it automatically' }).click();
  await expectEvents(sites, site, 1);
  await site.tab.locator('brainpost-button .brainpost').hover();
  await site.tab.locator('brainpost-button .more').click();
  await bubble.getByRole('button', { name: 'Never this one' }).click();
  await site.ask('Not for keeping, Quince?', { words: 3 });
  await site.finishStreaming();
  await expectEvents(sites, site, 1);
  await setAutomatic(sites, 'off');
  await expect(site.tab.locator('brainpost-button .more')).toHaveCount(0);
});
