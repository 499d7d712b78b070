import type { BrainIngestEvent } from '../../lib/protocol/event.ts';
import { chatgptKind } from '../sites/chatgpt/kind.ts';
import type { Chat } from '../sites/chat.ts';
import { claudeKind } from '../sites/claude/kind.ts';
import { geminiKind } from '../sites/gemini/kind.ts';
import type { Timing } from '../sites/page-script.ts';
import { longTalk, richTalk } from '../sites/sample-chats.ts';
import type { SimulatedSite } from '../sites/simulated-site.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { randomFrom } from '../support/random-from.ts';
import { type SitesWorld, test } from './sites-world.ts';
import { buttonState, expect, expectState, sendButton } from './world.ts';

const READINGS = 18;
const CLICKS = 12;
/** Why nothing may come out of a page between two chats. */
const NOT_YET = ['still_loading', 'no_messages'];

type Data = BrainIngestEvent['data'];

/** Three chats; each has a word of its own in every message. */
async function openThree(sites: SitesWorld, kind: SiteKind, seed: string) {
  const site = await sites.openSite(kind);
  const chats = [
    site.addChat(`${seed}1`, 'Alder one', richTalk('Alder')),
    site.addChat(`${seed}2`, 'Birch two', longTalk('Birch', 12)),
    site.addChat(`${seed}3`, 'Cedar three', longTalk('Cedar', 2)),
  ];
  await site.visit(chats[0]?.id ?? null);
  return { site, chats };
}

/** A capture belongs wholly to the chat whose id it carries. */
function expectOneChat(data: Data, chats: readonly Chat[], site: SimulatedSite): void {
  const chat = chats.find(({ id }) => id === data.session_id);
  const strange = data.messages.filter(({ content }) => !content.includes(chat?.word ?? '?'));
  const found = { title: data.conversation_title, strange: strange.map(({ content }) => content.slice(0, 60)) };
  expect(found).toEqual({ title: chat?.title, strange: [] });
  expect(data.url).toBe(site.kind.origin + site.kind.pathOf(data.session_id));
}

function anyTiming(random: (below: number) => number): Timing {
  return {
    documentAfterMs: random(160),
    emptyForMs: random(3) === 0 ? random(80) : 0,
    isTitleFirst: random(2) === 0,
    areRowsReused: random(3) === 0,
  };
}

for (const kind of [chatgptKind, claudeKind, geminiKind]) {
  test(`${kind.id}: read at any moment of any navigation, no two chats are mixed`, async ({ sites }) => {
    const { site, chats } = await openThree(sites, kind, '5e6f708');
    const tabId = await sites.tabIdOf(site);
    const random = randomFrom(20_261_120);
    const readings: ReturnType<SitesWorld['previewOf']>[] = [];
    for (let round = 0; round < READINGS; round += 1) {
      const next = chats.filter((chat) => chat !== site.current)[random(2)];
      await site.leaveFor(next?.id ?? '', anyTiming(random));
      // Reading goes on while the next navigation begins.
      await site.tab.waitForTimeout(random(4) === 0 ? 0 : random(200));
      const use = round % 2 === 0 ? 'dom' : 'auto';
      readings.push(sites.previewOf(tabId, use));
      await site.tab.waitForTimeout(random(120));
    }
    const results = await Promise.all(readings);
    for (const result of results) {
      if (result.ok) expectOneChat(result.event.data, chats, site);
      else expect(NOT_YET).toContain(result.reason);
    }
    expect(results.filter(({ ok }) => ok).length).toBeGreaterThan(READINGS / 2);
  });

  for (const [mode, use] of [
    ['slow', 'api'],
    ['slow_error', 'auto'],
  ] as const) {
    test(`${kind.id}: a reading that a navigation overtakes stays with its chat (${mode})`, async ({ sites }) => {
      const { site, chats } = await openThree(sites, kind, '4a5b6c7');
      const tabId = await sites.tabIdOf(site);
      await sites.previewOf(tabId, 'dom'); // until the reader is there
      site.api(mode);
      const reading = sites.previewOf(tabId, use);
      await expect.poll(() => site.requests.length).toBeGreaterThan(0);
      await site.openChat(chats[1]?.id ?? '', { documentAfterMs: 0 });
      const result = await reading;
      if (result.ok) expectOneChat(result.event.data, chats, site);
      else expect(NOT_YET).toContain(result.reason);
    });
  }

  test(`${kind.id}: clicked at any moment of any navigation, every event belongs to one chat`, async ({ sites }) => {
    const { site, chats } = await openThree(sites, kind, '6f70819');
    const random = randomFrom(20_261_121);
    const button = await sendButton(site.tab).boundingBox();
    if (!button) throw new Error('the button is not there');
    for (let round = 0; round < CLICKS; round += 1) {
      const next = chats.filter((chat) => chat !== site.current)[random(2)];
      // Each time there is something new to send.
      next?.add('user', { text: `Round ${round} of ${next.word}?` });
      next?.add('assistant', { text: `Answer ${round} of ${next.word}.` });
      // Every second time the page itself is read.
      site.api(round % 2 === 0 ? 'ok' : 'rate_limited');
      await site.leaveFor(next?.id ?? '', anyTiming(random));
      await site.tab.waitForTimeout(random(4) === 0 ? 0 : random(220));
      await site.tab.mouse.click(button.x + button.width / 2, button.y + button.height / 2);
      await site.tab.waitForTimeout(random(150));
    }
    // How many of these clicks found a page to send depends on the machine; now each chat is sent once in peace.
    site.api('ok');
    for (const { id } of chats) {
      await site.openChat(id);
      await sendButton(site.tab).click();
      await expect(buttonState(site.tab)).toHaveAttribute('data-kind', /^(?:saved|already_saved)$/);
    }
    const events = chats.flatMap(({ id }) => sites.acceptedOf(site, id));
    for (const event of events) expectOneChat(event, chats, site);
    expect(events.length).toBeGreaterThanOrEqual(chats.length);
    // What was captured under no chat's name, or another's, would be here.
    const all = sites.accepted().filter(({ source, data }) => source === kind.id && data.url?.includes('6f70819'));
    expect(all).toHaveLength(events.length);
  });

  test(`${kind.id}: leaving while an answer is written: the click goes to the chat that came`, async ({ sites }) => {
    const { site, chats } = await openThree(sites, kind, '708192a');
    const [alder, birch, cedar] = chats as [Chat, Chat, Chat];
    // Asked for in the first chat, left before the answer was there.
    await site.ask('More of Alder?', { words: 3, everyMs: 20 });
    await sendButton(site.tab).click();
    await expectState(site.tab, 'waiting_for_answer');
    await site.leaveFor(cedar.id, { documentAfterMs: 400 });
    // The document still shows the first chat, and its answer goes on.
    await sendButton(site.tab).click();
    await expectState(site.tab, 'saved');
    expect(sites.acceptedOf(site, alder.id)).toEqual([]);
    expect(sites.acceptedOf(site, birch.id)).toEqual([]);
    expect(sites.acceptedOf(site, cedar.id).map(({ messages }) => captured(messages))).toEqual([
      expectedIn(site, cedar.id),
    ]);
    await site.openChat(alder.id);
    await sendButton(site.tab).click();
    await expectState(site.tab, 'saved');
    const [event] = sites.acceptedOf(site, alder.id);
    expect(captured(event?.messages ?? [])).toEqual(expectedIn(site, alder.id));
  });

  test(`${kind.id}: back and forth with the browser's buttons`, async ({ sites }) => {
    const { site, chats } = await openThree(sites, kind, '8192a3b');
    const [alder, , cedar] = chats as [Chat, Chat, Chat];
    await site.openChat(cedar.id);
    await site.tab.goBack();
    const back = await sites.read(site, 'dom');
    await site.tab.goForward();
    const forth = await sites.read(site, 'dom');
    expect([back.session_id, forth.session_id]).toEqual([alder.id, cedar.id]);
    for (const data of [back, forth]) expectOneChat(data, chats, site);
  });
}

test('claude: chats that begin alike, in a list that uses its rows again', async ({ sites }) => {
  const site = await sites.openSite(claudeKind);
  const same = [{ text: 'Hello' }, { text: 'Hello, how can I help?' }];
  const one = site.addChat('92a3b4c1', 'Hello one', [...same, { text: 'Tell me of one.' }, { text: 'One it is.' }]);
  const two = site.addChat('92a3b4c2', 'Hello two', same);
  await site.visit(one.id);
  await site.openChat(two.id, { areRowsReused: true });
  const data = await sites.read(site, 'dom');
  expect({ id: data.session_id, messages: captured(data.messages) }).toEqual({
    id: two.id,
    messages: expectedIn(site, two.id),
  });
});
