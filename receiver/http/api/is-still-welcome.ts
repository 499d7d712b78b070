import type { SessionStore } from '../../store/session-store.ts';
import type { TokenStore } from '../../store/token-store.ts';
import type { Principal } from './principal.ts';

/** For answers that go on: whether the session or token that asked is still good. Another role ends a session, too. */
export async function isStillWelcome(
  store: SessionStore & TokenStore,
  { session, actor }: Pick<Principal, 'session' | 'actor'>,
): Promise<boolean> {
  if (session) return (await store.findSession(session.digest)) !== null;
  // The operator's token of the settings has no id: it is good as long as the receiver runs.
  return actor.id === '' || (await store.findLiveToken(actor.id)) !== null;
}
