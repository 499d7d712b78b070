import { browser } from 'wxt/browser';

const NAME = 'deliver';

/** A worker that dies right after its alarm has used it up; the period brings the next one. Minutes. */
const AGAIN_AFTER_MIN = 30;

/**
 * Wakes the worker at a time. Browsers round up to 30 seconds from now; earlier retries happen only while the worker
 * happens to be awake.
 * @param atMs UNIX milliseconds
 */
export async function setWakeUp(atMs: number): Promise<void> {
  await browser.alarms.create(NAME, { when: atMs, periodInMinutes: AGAIN_AFTER_MIN });
}

export function onWakeUp(listener: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === NAME) listener();
  });
}
