import { browser } from 'wxt/browser';

const NAME = 'deliver';

/**
 * Wakes the worker at a time. Browsers round up to 30 seconds from now; earlier retries happen only while the worker
 * happens to be awake.
 * @param atMs UNIX milliseconds, `null` for never
 */
export async function setWakeUp(atMs: number | null): Promise<void> {
  if (atMs === null) await browser.alarms.clear(NAME);
  else await browser.alarms.create(NAME, { when: atMs });
}

export function onWakeUp(listener: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === NAME) listener();
  });
}
