import type { Chat } from '../sites/chat.ts';
import { longTalk, richTalk } from '../sites/sample-chats.ts';
import type { SimulatedSite } from '../sites/simulated-site.ts';
import type { ApiMode, LayoutAge, SiteKind } from '../sites/site-kind.ts';
import { captured, expectedIn, withoutIds } from '../sites/comparable.ts';
import { type SitesWorld, test } from './sites-world.ts';
import { expect } from './world.ts';

export interface SiteFacts {
  kind: SiteKind;
  /** Whether the older page names its messages. */
  oldHasIds: boolean;
  /** Why the API gives nothing in a mode. */
  refusals: Partial<Record<ApiMode, string>>;
}

/** Opens a chat with every kind of part in it. */
export async function openRichChat(
  sites: SitesWorld,
  kind: SiteKind,
  layout: LayoutAge = 'new',
): Promise<{ site: SimulatedSite; chat: Chat }> {
  const site = await sites.openSite(kind);
  const chat = site.addChat('0f5b7f9e', 'Quince jam', richTalk('Quince'));
  await site.setLayout(layout);
  await site.visit(chat.id);
  return { site, chat };
}

/** What holds on every site, whichever way it is read. */
export function testReading(facts: SiteFacts): void {
  testPage(facts);
  testApi(facts);
  testRefusals(facts);
}

function testPage({ kind, oldHasIds }: SiteFacts): void {
  test(`${kind.id}: the new page gives every message`, async ({ sites }) => {
    const { site, chat } = await openRichChat(sites, kind);
    const data = await sites.read(site, 'dom');
    expect(captured(data.messages)).toEqual(expectedIn(site));
    expect(data).toMatchObject({ session_id: chat.id, conversation_title: 'Quince jam', capture: { reader: 'dom' } });
  });

  test(`${kind.id}: the page before gives the same, and a roll-out between two loads changes nothing`, async ({
    sites,
  }) => {
    const { site, chat } = await openRichChat(sites, kind, 'old');
    const comparable = oldHasIds
      ? captured
      : (messages: Parameters<typeof captured>[0]) => withoutIds(captured(messages));
    const before = await sites.read(site, 'dom');
    await site.setLayout('new');
    const after = await sites.read(site, 'dom');
    expect([before.session_id, before.conversation_title]).toEqual([chat.id, 'Quince jam']);
    expect(comparable(before.messages)).toEqual(comparable(after.messages));
    expect(captured(after.messages)).toEqual(expectedIn(site));
  });
}

function testApi({ kind }: SiteFacts): void {
  test(`${kind.id}: the API gives the same messages, and knows that these are all`, async ({ sites }) => {
    const { site, chat } = await openRichChat(sites, kind);
    const [api, dom] = [await sites.read(site, 'api'), await sites.read(site, 'dom')];
    expect(api).toMatchObject({ session_id: chat.id, conversation_title: 'Quince jam' });
    expect(api.capture).toMatchObject({ reader: 'api', completeness: 'complete', total_messages: 4 });
    expect(captured(api.messages)).toEqual(expectedIn(site));
    expect(api.messages.map(({ role, id }) => [role, id])).toEqual(dom.messages.map(({ role, id }) => [role, id]));
    const places = api.messages.map((_, place) => [place, api.messages[place - 1]?.id ?? null]);
    expect(api.messages.map(({ index, parent_id: parent }) => [index, parent])).toEqual(places);
    expect(api.messages[1]?.reasoning).toContain('Two cases are enough.');
    expect(site.mostAtOnce).toBe(1);
  });

  test(`${kind.id}: a long chat is complete from the API and never from the page`, async ({ sites }) => {
    const site = await sites.openSite(kind);
    const chat = site.addChat('1a2b3c4d', 'Medlar log', longTalk('Medlar', 40));
    await site.visit(chat.id);
    const [dom, auto] = [await sites.read(site, 'dom'), await sites.read(site, 'auto')];
    expect(dom.messages.length).toBeLessThan(80);
    expect(dom.capture?.completeness).not.toBe('complete');
    expect(auto.capture).toMatchObject({ reader: 'api', completeness: 'complete', total_messages: 80 });
    expect(captured(auto.messages)).toEqual(expectedIn(site));
  });

  test(`${kind.id}: a slow API is waited for`, async ({ sites }) => {
    const { site } = await openRichChat(sites, kind);
    site.api('slow');
    expect((await sites.read(site, 'auto')).capture).toMatchObject({ reader: 'api', completeness: 'complete' });
  });
}

function testRefusals({ kind, refusals }: SiteFacts): void {
  for (const [mode, reason] of Object.entries(refusals)) {
    test(`${kind.id}: API ${mode}: says ${reason}, and the page is read instead`, async ({ sites }) => {
      const { site } = await openRichChat(sites, kind);
      site.api(mode as ApiMode);
      expect(await sites.preview(site, 'api')).toMatchObject({ ok: false, reason });
      const auto = await sites.read(site, 'auto');
      expect(auto.capture?.reader).toBe('dom');
      expect(captured(auto.messages)).toEqual(expectedIn(site));
    });
  }

  test(`${kind.id}: an API that refuses beside a page that is not drawn: the API's reason`, async ({ sites }) => {
    const { site } = await openRichChat(sites, kind);
    await site.tab.locator('[data-list]').evaluate((list) => list.replaceChildren());
    site.api('rate_limited');
    expect(await sites.preview(site, 'auto')).toMatchObject({ ok: false, reason: 'rate_limited' });
  });
}
