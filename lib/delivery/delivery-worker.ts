import { setWakeUp } from '../platform/alarm.ts';
import { showBadge } from '../platform/badge.ts';
import { sendMessage } from '../platform/messaging.ts';
import { isEndpointPermitted } from '../platform/permissions.ts';
import { tabsMatching } from '../platform/tabs.ts';
import { loadConnection } from '../settings/connection-store.ts';
import { switchedOnMatches } from '../settings/optional-sites.ts';
import { loadSigningKeys } from '../settings/signing-keys.ts';
import { siteMatches } from '../sites/registry.ts';
import { Announcer } from './announcer.ts';
import { Bookkeeper } from './bookkeeper.ts';
import { openOutbox } from './database.ts';
import { type DeliveryContext, drain } from './deliver.ts';
import { Loops } from './loops.ts';
import { overview } from './overview.ts';
import { releaseLeases } from './upkeep.ts';

/** Another one at every start: leases of any other are those of dead workers. */
const workerId = crypto.randomUUID();
const loops = new Loops();
let books: Bookkeeper | undefined;
const announcer = new Announcer(async (eventIds) => {
  await refreshBadge(await deliveryContext());
  if (eventIds.length) await tellPages(eventIds);
});

/** Delivery with the browser behind it. Made anew at every use: the worker is a function of what is stored. */
export async function deliveryContext(): Promise<DeliveryContext> {
  const db = await openOutbox();
  if (books?.db !== db) books = new Bookkeeper(db);
  return {
    db,
    books,
    workerId,
    now: Date.now,
    random: Math.random,
    fetch: (...request) => fetch(...request),
    loadConnection,
    loadKeys: loadSigningKeys,
    isPermitted: isEndpointPermitted,
    wakeAt: setWakeUp,
    changed: (row) => announcer.add(row),
    loops,
  };
}

/** What a worker does first, whatever woke it: takes over from the one before, and delivers what is due. */
export async function resume(): Promise<void> {
  await releaseLeases(await openOutbox(), workerId, Date.now());
  await drainNow();
}

/** Delivers what is due and shows what is left. */
export async function drainNow(): Promise<void> {
  await drain(await deliveryContext());
  await announcer.flush();
}

export async function refreshBadge(context: DeliveryContext): Promise<void> {
  const { undelivered, hold, recent } = await overview(context);
  const needsUser = (hold !== null && undelivered > 0) || recent[0]?.state === 'dead';
  await showBadge(undelivered, needsUser);
}

/** Tells open chat pages what was delivered, for the button that sent it. */
async function tellPages(eventIds: string[]): Promise<void> {
  const tabs = await tabsMatching([...siteMatches, ...(await switchedOnMatches())]);
  // A tab whose content script is gone does not answer, and needs none.
  await Promise.allSettled(tabs.map((tabId) => sendMessage('page:delivered', { eventIds }, tabId)));
}
