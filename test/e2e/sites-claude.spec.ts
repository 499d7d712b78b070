import { claudeKind } from '../sites/claude/kind.ts';
import { longTalk } from '../sites/sample-chats.ts';
import { testAnswering } from './sites-answering.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { openRichChat, testReading } from './sites-contract.ts';
import { test } from './sites-world.ts';
import { expect } from './world.ts';

testReading({
  kind: claudeKind,
  oldHasIds: false,
  refusals: {
    route_gone: 'endpoint_changed',
    rate_limited: 'rate_limited',
    signed_out: 'not_logged_in',
    interstitial: 'blocked',
    server_error: 'site_error',
    truncated: 'site_error',
  },
});
testAnswering(claudeKind);

test('claude: a page that holds all the messages it counts is complete', async ({ sites }) => {
  const { site } = await openRichChat(sites, claudeKind);
  expect((await sites.read(site, 'dom')).capture?.completeness).toBe('complete');
  // While an answer is written nobody knows what it will be.
  await site.ask('More, Quince?');
  expect((await sites.read(site, 'dom')).capture?.completeness).toBe('unknown');
});

test('claude: rows out of sight are not in the page, and it says so', async ({ sites }) => {
  const site = await sites.openSite(claudeKind);
  const chat = site.addChat('3c4d5e6f', 'Rowan notes', longTalk('Rowan', 20));
  await site.visit(chat.id);
  const all = expectedIn(site);
  for (const scrolls of [0, 2, 20]) {
    await site.scrollToOlder(scrolls);
    const { messages, capture } = await sites.read(site, 'dom');
    expect({ scrolls, completeness: capture?.completeness }).toEqual({ scrolls, completeness: 'window' });
    const start = all.findIndex(({ id }) => id === messages[0]?.id);
    expect(messages.length).toBeLessThanOrEqual(12);
    expect(captured(messages)).toEqual(all.slice(start, start + messages.length));
  }
});
