import type { Message } from '../../lib/protocol/event.ts';
import type { SimulatedSite } from '../sites/simulated-site.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { captured, expectedBy } from './sites-content.ts';
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
      for (const use of ['dom', 'auto'] as const)
        expect((await sites.read(site, use)).capture?.completeness).not.toBe('complete');
      await sendButton(site.tab).click();
      await expectState(site.tab, 'waiting_for_answer');
      await site.stream(4);
      await site.tab.waitForTimeout(700);
      await expectState(site.tab, 'waiting_for_answer');
      expect(sites.acceptedOf(site, chat.id)).toHaveLength(before);
      await site.finishStreaming();
      await expectState(site.tab, 'saved');
      expect(captured(lastOf(sites, site)).at(-1)).toEqual(expectedBy('api', site).at(-1));
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
        const { messages, capture } = await sites.read(site, use);
        const expected = expectedBy(capture?.reader === 'api' ? 'api' : 'dom', site);
        expect({ step, messages: captured(messages) }).toEqual({ step, messages: expected });
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
    await expect(site.tab.locator('brainpost-button .brainpost')).toHaveAttribute('data-kind', 'saved', {
      timeout: 4000,
    });
    expect(captured(lastOf(sites, site))).toEqual(expectedBy('api', site));
  });
}

/** What was accepted last of the chat that is open. */
function lastOf(sites: SitesWorld, site: SimulatedSite): Message[] {
  return sites.acceptedOf(site, site.current.id).at(-1)?.messages ?? [];
}
