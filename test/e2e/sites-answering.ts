import type { Message } from '../../lib/protocol/event.ts';
import type { SimulatedSite } from '../sites/simulated-site.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { captured, expectedIn } from '../sites/comparable.ts';
import { openRichChat } from './sites-contract.ts';
import { type SitesWorld, test } from './sites-world.ts';
import { expect, expectState, sendButton } from './world.ts';

/** What is sent while answers are written, stopped, written again. The same on every site. */
export function testAnswering(kind: SiteKind): void {
  testWaiting(kind);
  testVersions(kind);
  testNewChat(kind);
}

function testWaiting(kind: SiteKind): void {
  for (const layout of ['new', 'old'] as const) {
    test(`${kind.id}: a click while an answer is written sends the finished one (${layout} page)`, async ({
      sites,
    }) => {
      const { site, chat } = await openRichChat(sites, kind, layout);
      const before = sites.acceptedOf(site, chat.id).length;
      await site.ask(`And Quince in winter, on the ${layout} page?`, { words: 5 });
      await sendButton(site.tab).click();
      await expectState(site.tab, 'waiting_for_answer');
      // The click waits as long as there is more to come.
      for (const use of ['dom', 'auto'] as const) {
        await site.stream(2);
        expect((await sites.read(site, use)).capture?.completeness).not.toBe('complete');
      }
      await expectState(site.tab, 'waiting_for_answer');
      expect(sites.acceptedOf(site, chat.id)).toHaveLength(before);
      await site.finishStreaming();
      await expectState(site.tab, 'saved');
      expect(sites.acceptedOf(site, chat.id)).toHaveLength(before + 1);
      expect(captured(lastOf(sites, site)).at(-1)).toEqual(expectedIn(site).at(-1));
    });
  }
}

function testVersions(kind: SiteKind): void {
  for (const use of ['dom', 'auto'] as const) {
    test(`${kind.id}: stop, write again, edit, other version, failure: what is on screen is read (${use})`, async ({
      sites,
    }) => {
      const { site, chat } = await openRichChat(sites, kind);
      const check = async (step: string) => {
        const { messages } = await sites.read(site, use);
        expect({ step, messages: captured(messages) }).toEqual({ step, messages: expectedIn(site) });
      };
      await site.ask('What else, Quince?', { words: 6 });
      await site.stop();
      await check('stopped');
      const stopped = chat.branch().at(-1);
      await site.regenerate({ words: 4 });
      await site.finishStreaming();
      await check('written again');
      await site.switchBranch(stopped?.id ?? '');
      await check('the stopped version again');
      await site.editPrompt(stopped?.parentId ?? '', 'What else, dear Quince?', { words: 4 });
      await site.finishStreaming();
      await check('edited');
      await site.ask('And then, Quince?', { words: 7 });
      await site.failStreaming();
      await check('broken off');
    });
  }
}

function testNewChat(kind: SiteKind): void {
  test(`${kind.id}: a click in a new chat that gets its address while it is answered`, async ({ sites }) => {
    const site = await sites.openSite(kind);
    await site.visit(null);
    const chat = await site.ask('What is a Walnut?', { words: 1 });
    await sendButton(site.tab).click();
    await expectState(site.tab, 'waiting_for_answer');
    await site.stream(3);
    await site.tab.waitForURL(`**${kind.pathOf(chat.id)}`);
    await site.finishStreaming();
    await expectState(site.tab, 'saved');
    expect(captured(lastOf(sites, site))).toEqual(expectedIn(site));
  });
}

/** What was accepted last of the chat that is open. */
function lastOf(sites: SitesWorld, site: SimulatedSite): Message[] {
  return sites.acceptedOf(site, site.current.id).at(-1)?.messages ?? [];
}
