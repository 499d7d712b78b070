import { browser } from 'wxt/browser';

/** Background of the badge: calm while something waits, a warning when it needs the user. */
const COLOR = { waiting: '#4a5568', attention: '#b7410e' };

/**
 * @param count undelivered events
 * @param needsUser nothing will move until the user does something
 */
export async function showBadge(count: number, needsUser: boolean): Promise<void> {
  await browser.action.setBadgeText({ text: needsUser ? '!' : count ? (count > 999 ? '1k+' : String(count)) : '' });
  await browser.action.setBadgeBackgroundColor({ color: needsUser ? COLOR.attention : COLOR.waiting });
}
