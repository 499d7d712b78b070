import type { BlockList } from 'node:net';
import type { Store } from '../../store/store.ts';
import { createEventRoutes } from './events.ts';
import { createEventTypeRoutes } from './event-types.ts';
import type { ApiRoute } from './route.ts';
import { createTokenRoutes } from './tokens.ts';
import { createDeliveryRoutes } from './webhook-deliveries.ts';
import { createWebhookRoutes } from './webhooks.ts';

export interface ApiParts {
  readonly store: Store;
  /** Called when the inbox has work. */
  readonly onInboxDue: () => void;
  /** Subnets that are not public and that webhooks may be sent to. */
  readonly allowedSubnets: BlockList;
  /** Called when there may be a webhook to send. */
  readonly onWebhookDue: () => void;
}

/** The whole API of the receiver. */
export function createApiRoutes({ store, onInboxDue, allowedSubnets, onWebhookDue }: ApiParts): readonly ApiRoute[] {
  const webhooks = { store, allowedSubnets, onDue: onWebhookDue };
  return [
    ...createEventRoutes(store, onInboxDue),
    ...createTokenRoutes(store),
    ...createEventTypeRoutes(),
    ...createWebhookRoutes(webhooks),
    ...createDeliveryRoutes(webhooks),
  ];
}
