import type { Store } from '../../store/store.ts';
import { createEventRoutes } from './events.ts';
import type { ApiRoute } from './route.ts';
import { createTokenRoutes } from './tokens.ts';

/** The whole API of the receiver. */
export function createApiRoutes(store: Store): readonly ApiRoute[] {
  return [...createEventRoutes(store), ...createTokenRoutes(store)];
}
