import { randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import { z } from 'zod';
import { generateSecret } from '../../../lib/protocol/secret.ts';
import { envelopeOf, eventIdOf, type NewOutboxEvent } from '../../outbox/outbox-event.ts';
import type { Store } from '../../store/store.ts';
import { answerError } from '../answers.ts';
import { limitSchema, numberCursorSchema, pageNumberSchema } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { createEncryptionRoutes } from './webhook-encryption.ts';
import { toWebhookItem, webhookItemSchema } from './webhook-item.ts';
import { createWebhookSchemas, toChangedSettings, toNewSettings } from './webhook-settings.ts';

const HOUR_MS = 3_600_000;
const MAX_OVERLAP_HOURS = 30 * 24;

const withSecretSchema = webhookItemSchema.extend({ secret: z.string() });

export interface WebhookRouteParts {
  readonly store: Store;
  /** Subnets that are not public and may be sent to. */
  readonly allowedSubnets: BlockList;
  /** Says that there may be something to send. */
  readonly onDue: () => void;
}

/** Subscriptions to outgoing webhooks (docs/protocol.md, sections 4 and 7). A secret is told once, when it is made. */
export function createWebhookRoutes(parts: WebhookRouteParts): readonly ApiRoute[] {
  return [
    ...createListRoutes(parts),
    ...createChangeRoutes(parts),
    ...createSecretRoutes(parts),
    ...createEncryptionRoutes(parts.store),
  ];
}

const PATH = '/api/v1/workspaces/{ws}/webhooks';

function createListRoutes({ store, allowedSubnets }: WebhookRouteParts): readonly ApiRoute[] {
  const schemas = createWebhookSchemas(allowedSubnets);
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'admin',
      summary: 'Subscribe an address to events',
      body: schemas.create,
      answer: { status: 201, description: 'The webhook with its secret, shown this once', schema: withSecretSchema },
      handle: async ({ c, workspaceId, body, now }) => {
        const id = `wh_${randomBytes(9).toString('hex')}`;
        const secret = generateSecret();
        const made = { id, workspaceId, isActive: body.active, secret, createdAt: now };
        const webhook = await store.createWebhook({ ...toNewSettings(body), ...made });
        return c.json({ ...toWebhookItem(webhook, now), secret }, 201);
      },
    }),
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'read',
      summary: 'Webhooks, newest first',
      query: z.object({
        /** `next` of the page before: stays in place when new webhooks come. Takes the place of `page`. */
        after: numberCursorSchema.optional(),
        page: pageNumberSchema,
        limit: limitSchema,
        active: z
          .enum(['true', 'false'])
          .transform((text) => text === 'true')
          .optional(),
      }),
      answer: {
        status: 200,
        description: 'One page',
        schema: z.object({
          items: z.array(webhookItemSchema),
          page: z.int(),
          limit: z.int(),
          total: z.int(),
          next: z.string().nullable(),
        }),
      },
      handle: async ({ c, workspaceId, query: { after, page, limit, active = null }, now }) => {
        const place = after === undefined ? { offset: (page - 1) * limit } : { before: after };
        const { items, total, next } = await store.listWebhooks({ workspaceId, active, limit, ...place });
        const shown = items.map((item) => toWebhookItem(item, now));
        return c.json({ items: shown, page, limit, total, next: next === null ? null : String(next) });
      },
    }),
  ];
}

function createChangeRoutes({ store, allowedSubnets, onDue }: WebhookRouteParts): readonly ApiRoute[] {
  const schemas = createWebhookSchemas(allowedSubnets);
  const one = { status: 200, description: 'The webhook', schema: webhookItemSchema } as const;
  return [
    defineRoute({
      method: 'GET',
      path: `${PATH}/{id}`,
      scope: 'read',
      summary: 'One webhook',
      answer: one,
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const webhook = await store.findWebhook(workspaceId, c.req.param('id') ?? '');
        return webhook ? c.json(toWebhookItem(webhook, now)) : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${PATH}/{id}`,
      scope: 'admin',
      summary: 'Change a webhook; what is left out stays. Switched off, its events are kept as skipped_disabled',
      body: schemas.update,
      answer: one,
      errors: ['not_found'],
      handle: async ({ c, workspaceId, body, now }) => {
        const { active } = body;
        const change = { settings: toChangedSettings(body), ...(active !== undefined && { active }), now };
        const webhook = await store.updateWebhook({ workspaceId, id: c.req.param('id') ?? '', ...change });
        if (!webhook) return answerError(c, 'not_found');
        onDue();
        return c.json(toWebhookItem(webhook, now));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/{id}`,
      scope: 'admin',
      summary: 'Delete a webhook with its deliveries and their log',
      answer: { status: 204, description: 'Deleted' },
      errors: ['not_found'],
      handle: async ({ c, workspaceId }) => {
        const isDeleted = await store.deleteWebhook(workspaceId, c.req.param('id') ?? '');
        return isDeleted ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}

function createSecretRoutes({ store, onDue }: WebhookRouteParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: `${PATH}/{id}/secret`,
      scope: 'admin',
      summary: 'Make a new secret; the old one signs along for a while',
      body: z.strictObject({ overlap_hours: z.number().min(0).max(MAX_OVERLAP_HOURS).default(24) }),
      answer: {
        status: 201,
        description: 'The webhook with its new secret, shown this once',
        schema: withSecretSchema,
      },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, body, now }) => {
        const secret = generateSecret();
        const overlapUntil = now + body.overlap_hours * HOUR_MS;
        const id = c.req.param('id') ?? '';
        const webhook = await store.rotateWebhookSecret({ workspaceId, id, secret, overlapUntil, now });
        return webhook ? c.json({ ...toWebhookItem(webhook, now), secret }, 201) : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/{id}/test`,
      scope: 'write',
      summary: 'Send a webhook.test event, whatever the webhook listens for',
      answer: {
        status: 202,
        description: 'The delivery to look at',
        schema: z.object({ delivery_id: z.string(), event_id: z.string() }),
      },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const webhookId = c.req.param('id') ?? '';
        const data = { webhook_id: webhookId, message: 'It works.' };
        const onceKey = `webhook_test:${randomBytes(16).toString('hex')}`;
        const event: NewOutboxEvent = { workspaceId, type: 'webhook.test', subject: null, onceKey, at: now, data };
        const made = { eventId: eventIdOf(event), eventType: event.type, body: envelopeOf(event), now };
        const delivery = await store.addDelivery({ workspaceId, webhookId, ...made });
        if (!delivery) return answerError(c, 'not_found');
        onDue();
        return c.json({ delivery_id: String(delivery.id), event_id: delivery.eventId }, 202);
      },
    }),
  ];
}
