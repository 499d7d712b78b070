import { geminiKind } from '../sites/gemini/kind.ts';
import { longTalk } from '../sites/sample-chats.ts';
import { testAnswering } from './sites-answering.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { testReading } from './sites-contract.ts';
import { test } from './sites-world.ts';
import { expect } from './world.ts';

testReading({
  kind: geminiKind,
  oldHasIds: false,
  refusals: {
    route_gone: 'endpoint_changed',
    rate_limited: 'rate_limited',
    signed_out: 'not_logged_in',
    // Google's shield stands on a host of its own; from here it looks like the sign-in page.
    interstitial: 'not_logged_in',
    server_error: 'site_error',
    truncated: 'site_error',
  },
});
testAnswering(geminiKind);

test('gemini: older turns are fetched at the top of the list; the page never says that these are all', async ({
  sites,
}) => {
  const site = await sites.openSite(geminiKind);
  const chat = site.addChat('4d5e6f70', 'Sorrel soup', longTalk('Sorrel', 18));
  await site.visit(chat.id);
  const all = expectedIn(site);
  const lengths: number[] = [];
  for (const scrolls of [0, 1, 4]) {
    await site.scrollToOlder(scrolls);
    const { messages, capture } = await sites.read(site, 'dom');
    expect(capture?.completeness).toBe('unknown');
    expect(captured(messages)).toEqual(all.slice(-messages.length));
    lengths.push(messages.length);
  }
  expect(lengths).toEqual([20, 30, 36]);
});
