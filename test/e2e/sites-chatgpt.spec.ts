import { chatgptKind } from '../sites/chatgpt/kind.ts';
import { longTalk } from '../sites/sample-chats.ts';
import { testAnswering } from './sites-answering.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { testReading } from './sites-contract.ts';
import { type SitesWorld, test } from './sites-world.ts';
import { expect } from './world.ts';

testReading({
  kind: chatgptKind,
  oldHasIds: true,
  refusals: {
    route_gone: 'endpoint_changed',
    rate_limited: 'rate_limited',
    signed_out: 'not_logged_in',
    interstitial: 'blocked',
    server_error: 'site_error',
    truncated: 'site_error',
  },
});
testAnswering(chatgptKind);

async function openLongChat(sites: SitesWorld) {
  const site = await sites.openSite(chatgptKind);
  const chat = site.addChat('2b3c4d5e', 'Damson diary', longTalk('Damson', 40));
  return { site, chat };
}

test('chatgpt: three to six turns are mounted wherever one scrolls, and the page says so', async ({ sites }) => {
  const { site, chat } = await openLongChat(sites);
  await site.visit(chat.id);
  const all = expectedIn(site);
  for (const place of ['newest', 'older', 'oldest'] as const) {
    if (place === 'older') await site.scrollToOlder(3);
    if (place === 'oldest') await site.scrollToOlder(40);
    const { messages, capture } = await sites.read(site, 'dom');
    expect({ place, completeness: capture?.completeness }).toEqual({ place, completeness: 'window' });
    expect([6, 8, 10, 12]).toContain(messages.length);
    const start = all.findIndex(({ id }) => id === messages[0]?.id);
    expect(captured(messages)).toEqual(all.slice(start, start + messages.length));
    if (place === 'oldest') expect(start).toBe(0);
  }
});

test('chatgpt: without the tree the pages are read one after the other to the beginning', async ({ sites }) => {
  const { site, chat } = await openLongChat(sites);
  site.api('newer_route');
  await site.visit(chat.id);
  const { messages, capture } = await sites.read(site, 'api');
  expect(capture).toMatchObject({ reader: 'api', completeness: 'complete', total_messages: 80 });
  expect(captured(messages)).toEqual(expectedIn(site));
  expect(site.mostAtOnce).toBe(1);
});

test('chatgpt: a chat that grows while its pages are read is never cut in the middle', async ({ sites }) => {
  const site = await sites.openSite(chatgptKind);
  // More than one page of the largest size.
  const chat = site.addChat('2b3c4d5f', 'Damson diary', longTalk('Damson', 130));
  site.api('changing');
  await site.visit(chat.id);
  const { messages, capture } = await sites.read(site, 'api');
  const all = expectedIn(site);
  expect(all).toHaveLength(262);
  const start = all.findIndex(({ id }) => id === messages[0]?.id);
  expect(captured(messages)).toEqual(all.slice(start, start + messages.length));
  if (capture?.completeness === 'complete') expect([start, messages.length >= 260]).toEqual([0, true]);
});
