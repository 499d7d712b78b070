import type { Store } from '../../store/store.ts';
import { createEventRoutes } from './events.ts';
import type { ApiRoute } from './route.ts';
import { createTokenRoutes } from './tokens.ts';

export interface ApiParts {
  readonly store: Store;
  /** Called when the inbox has work. */
  readonly onInboxDue: () => void;
}

/** The whole API of the receiver. */
export function createApiRoutes({ store, onInboxDue }: ApiParts): readonly ApiRoute[] {
  return [...createEventRoutes(store, onInboxDue), ...createTokenRoutes(store)];
}
