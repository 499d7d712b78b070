import type { Page } from '@playwright/test';
import type { View } from './site-kind.ts';

/** How a page follows its address when a chat is chosen. */
export interface Timing {
  /** From the new address to the new document. */
  documentAfterMs?: number;
  /** The list stays empty for so long in between. */
  emptyForMs?: number;
  /** The title is there before the messages. */
  isTitleFirst?: boolean;
  /** The rows of the old chat are changed into those of the new one, place by place. */
  areRowsReused?: boolean;
}

interface PageScript {
  simulatedSite: { update(view: View): void; timing: Timing };
}

/** Clicks a chat in the list at the side; by script, because tests do it many times. */
export async function chooseChat(tab: Page, path: string, timing: Timing): Promise<void> {
  await tab.evaluate(
    ([to, given]) => {
      (globalThis as unknown as PageScript).simulatedSite.timing = given;
      const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-sidebar] a')];
      links.find(({ pathname }) => pathname === to)?.click();
    },
    [path, timing] as const,
  );
}

/** Tells the page what has changed. A page that is on its way out or in gets it with its next view. */
export async function updatePage(tab: Page, view: View): Promise<void> {
  await tab
    .evaluate((next) => (globalThis as unknown as Partial<PageScript>).simulatedSite?.update(next), view)
    .catch(() => null);
}

/** A step down and back to the top, so that there is something to scroll; two frames for the page to follow. */
export async function scrollToTop(tab: Page): Promise<void> {
  await tab.locator('[data-scroller]').evaluate(async (scroller) => {
    const frame = () => new Promise(requestAnimationFrame);
    const top = getComputedStyle(scroller).flexDirection === 'column-reverse' ? -1e9 : 0;
    scroller.scrollTop = top;
    scroller.scrollBy(0, 40);
    await frame();
    scroller.scrollTop = top;
    await frame();
    await frame();
  });
}
