import type { BlockList } from 'node:net';
import type { Bell } from '../../outbox/bell.ts';
import type { PassingBodies } from '../../outbox/passing-bodies.ts';
import type { RefusalLog } from '../../ingest/refusal-log.ts';
import type { Store } from '../../store/store.ts';
import type { HttpContext } from '../environment.ts';
import type { BlobParts } from '../../blobs/open-blob.ts';
import { createAcceptRoutes } from './accept-invitation.ts';
import { createAgentRoutes } from './agents.ts';
import { createBlobReadRoutes } from './blobs.ts';
import { createConversationRoutes } from './conversations.ts';
import { createDeviceRoutes } from './devices.ts';
import { createEventRoutes } from './events.ts';
import { createEventTypeRoutes } from './event-types.ts';
import type { ApiRoute } from './route.ts';
import { createRunRoutes } from './agent-runs.ts';
import { createOverviewRoute } from './overview.ts';
import { createInspectorRoutes, type InspectorRouteParts } from './inspectors.ts';
import { createInvitationRoutes } from './invitations.ts';
import { createLogRoutes } from './logs.ts';
import { createMemberRoutes } from './members.ts';
import { createOwnSessionRoutes } from './own-sessions.ts';
import { createSessionRoutes } from './session.ts';
import { createMetricsRoute, type MetricsParts } from './metrics.ts';
import { createSampleRoutes, type SampleRouteParts } from './samples.ts';
import { createSecretRoutes } from './secrets.ts';
import { createSourceRoutes } from './sources.ts';
import { createStreamRoutes } from './stream.ts';
import { createTokenRoutes } from './tokens.ts';
import { createDeliveryRoutes } from './webhook-deliveries.ts';
import { createWebhookRoutes } from './webhooks.ts';
import { createWorkspaceRoutes } from './workspaces.ts';

export interface ApiParts {
  readonly store: Store;
  readonly refusals: RefusalLog;
  readonly publicUrl: string | null;
  readonly addressOf: (c: HttpContext) => string;
  readonly blobFiles: BlobParts['files'];
  readonly metrics: Omit<MetricsParts, 'store'>;
  readonly inspector: InspectorRouteParts;
  readonly dispatch: SampleRouteParts['dispatch'];
  /** Called when the inbox has work. */
  readonly onInboxDue: () => void;
  /** Subnets that are not public and that webhooks may be sent to. */
  readonly allowedSubnets: BlockList;
  /** Called when there may be a webhook to send. */
  readonly onWebhookDue: () => void;
  /** Called when there may be an event to answer. */
  readonly onRunDue: () => void;
  /** Called when the outbox may have something new. */
  readonly onOutbox: () => void;
  /** Rings when the outbox has something new. */
  readonly bell: Bell;
  readonly passing: PassingBodies;
}

/** The whole API of the receiver. */
export function createApiRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { store, onInboxDue, allowedSubnets, onWebhookDue, onRunDue, bell, passing, blobFiles, metrics } = parts;
  const webhooks = { store, allowedSubnets, onDue: onWebhookDue };
  return [
    ...createSessionRoutes(parts),
    ...createAcceptRoutes(parts),
    ...createOwnSessionRoutes(parts),
    ...createMemberRoutes(parts),
    ...createInvitationRoutes(parts),
    ...createWorkspaceRoutes(store),
    createOverviewRoute({ store, databasePath: metrics.databasePath }),
    ...createSourceRoutes(store),
    ...createSecretRoutes(store),
    ...createEventRoutes(store, onInboxDue),
    ...createLogRoutes(parts),
    ...createInspectorRoutes(parts.inspector),
    ...createSampleRoutes(parts),
    ...createConversationRoutes(store),
    ...createBlobReadRoutes({ store, files: blobFiles }),
    ...createTokenRoutes(store),
    ...createDeviceRoutes(store),
    ...createEventTypeRoutes(),
    ...createStreamRoutes({ store, bell, passing }),
    ...createWebhookRoutes(webhooks),
    ...createDeliveryRoutes(webhooks),
    ...createAgentRoutes({ store, allowedSubnets, onDue: onRunDue }),
    ...createRunRoutes({ store, onDue: onRunDue }),
    createMetricsRoute({ store, ...metrics }),
  ];
}
