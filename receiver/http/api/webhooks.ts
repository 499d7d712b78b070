import { randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import { z } from 'zod';
import { generateSecret } from '../../../lib/protocol/secret.ts';
import { envelopeOf, eventIdOf, type NewOutboxEvent } from '../../outbox/outbox-event.ts';
import type { Store } from '../../store/store.ts';
import type { Webhook } from '../../store/webhook-store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, pageNumberSchema } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { createWebhookSchemas, toChangedSettings, toNewSettings } from './webhook-settings.ts';

const HOUR_MS = 3_600_000;
const MAX_OVERLAP_HOURS = 30 * 24;

const webhookItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  event_types: z.array(z.string()),
  active: z.boolean(),
  description: z.string(),
  timeout_seconds: z.number(),
  rate_per_minute: z.int(),
  header_names: z.array(z.string()),
  fields: z.record(z.string(), z.unknown()).nullable(),
  ordered: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  disabled_at: z.iso.datetime().nullable(),
  disabled_reason: z.enum(['gone', 'failing', 'by_hand']).nullable(),
  failing_since: z.iso.datetime().nullable(),
  failures: z.int(),
  previous_secret_until: z.iso.datetime().nullable(),
});
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
  return [...createListRoutes(parts), ...createChangeRoutes(parts), ...createSecretRoutes(parts)];
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
          /** The next page; `null` on the last. */
          next: z.int().nullable(),
        }),
      },
      handle: async ({ c, workspaceId, query: { page, limit, active = null }, now }) => {
        const offset = (page - 1) * limit;
        const { items, total } = await store.listWebhooks({ workspaceId, active, offset, limit });
        const next = offset + items.length < total ? page + 1 : null;
        return c.json({ items: items.map((item) => toWebhookItem(item, now)), page, limit, total, next });
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

function toWebhookItem(webhook: Webhook, now: number): z.infer<typeof webhookItemSchema> {
  const { previousSecret } = webhook;
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    event_types: [...webhook.eventTypes],
    active: webhook.isActive,
    description: webhook.description,
    timeout_seconds: webhook.timeoutMs / 1000,
    rate_per_minute: webhook.ratePerMinute,
    // Their values may be passwords.
    header_names: Object.keys(webhook.headers),
    fields: webhook.fields,
    ordered: webhook.isOrdered,
    created_at: isoTime(webhook.createdAt),
    updated_at: isoTime(webhook.updatedAt),
    disabled_at: isoTime(webhook.disabledAt),
    disabled_reason: webhook.disabledReason,
    failing_since: isoTime(webhook.failingSince),
    failures: webhook.failures,
    previous_secret_until: isoTime(previousSecret && previousSecret.until > now ? previousSecret.until : null),
  };
}
