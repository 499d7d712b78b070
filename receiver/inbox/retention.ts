import type { Store } from '../store/store.ts';
import type { Pass } from './waking-loop.ts';

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 3_600_000;
/** Small, so that requests get their turn. */
const PER_PASS = 200;

/**
 * A pass that forgets what is older than its workspace wants it kept, and what removed workspaces left behind.
 * @param defaultDays where a workspace says nothing; 0 keeps for ever
 */
export function createRetentionPass(store: Store, defaultDays: number): Pass {
  return async (now) => {
    let forgotten = await store.purgeWorkspaces(PER_PASS);
    for (const { id, settings } of await store.listWorkspaces()) {
      const days = settings.retentionDays ?? defaultDays;
      if (days === 0) continue;
      forgotten += await store.forgetContent({ workspaceId: id, before: now - days * DAY_MS, limit: PER_PASS });
    }
    return forgotten > 0 ? now : now + LOOK_EVERY_MS;
  };
}
