import { z } from 'zod';
import type { Delivery, DeliveryAttempt, DeliveryFilter, DeliveryState } from '../../store/webhook-delivery-store.ts';
import type { Store } from '../../store/store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, numberCursorSchema, pageNumberSchema } from './page.ts';
import { type ApiRequest, type ApiRoute, defineRoute } from './route.ts';
import type { WebhookRouteParts } from './webhooks.ts';

const PATH = '/api/v1/workspaces/{ws}/webhooks/{id}/deliveries';
const STATES = ['pending', 'delivered', 'failed', 'exhausted', 'skipped_disabled'] as const;
const DELIVERY_ID = /^[0-9]{1,15}$/;

const attemptSchema = z.object({
  at: z.iso.datetime(),
  status_code: z.int().nullable(),
  duration_ms: z.number(),
  error: z.string().nullable(),
});
const itemSchema = z.object({
  id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  status: z.enum(STATES),
  attempts: z.array(attemptSchema),
  created_at: z.iso.datetime(),
  next_attempt_at: z.iso.datetime().nullable(),
});
const detailSchema = itemSchema.extend({
  attempts: z.array(
    attemptSchema.extend({
      url: z.string(),
      request_headers: z.record(z.string(), z.string()),
      response: z.string(),
    }),
  ),
  /** The event as it is sent; `null` when it is not kept any more. */
  body: z.unknown(),
});

const time = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:30:00Z' })
  .transform(Date.parse);
const filterFields = {
  status: z.enum(STATES).optional(),
  event_type: z.string().optional(),
  from: time.optional(),
  to: time.optional(),
};
const listQuerySchema = z.object({
  ...filterFields,
  /** Of the last attempt: 2 for 200 to 299, and so on; 0 for no answer. */
  status_class: z
    .string()
    .regex(/^[0-5]$/, 'must be 0 for no answer, or the first digit of a status')
    .transform(Number)
    .optional(),
  /** `next` of the page before: stays in place when new deliveries come. Takes the place of `page`. */
  after: numberCursorSchema.optional(),
  page: pageNumberSchema,
  limit: limitSchema,
});

/** Deliveries of a webhook, each attempt of them, and doing them again (docs/protocol.md, section 4). */
export function createDeliveryRoutes(parts: WebhookRouteParts): readonly ApiRoute[] {
  return [...createReadRoutes(parts), ...createReplayRoutes(parts)];
}

function createReadRoutes({ store }: WebhookRouteParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'read',
      summary: 'Deliveries of a webhook, newest first',
      query: listQuerySchema,
      answer: {
        status: 200,
        description: 'One page',
        schema: z.object({
          items: z.array(itemSchema),
          page: z.int(),
          limit: z.int(),
          /** 10,000 means "so many or more". */
          total: z.int(),
          next: z.string().nullable(),
        }),
      },
      errors: ['not_found'],
      handle: async (request) => {
        const { c, query } = request;
        const filter = await filterOf(store, request);
        if (!filter) return answerError(c, 'not_found');
        const { after, page, limit } = query;
        const place = after === undefined ? { offset: (page - 1) * limit } : { before: after };
        const { items, next } = await store.listDeliveries({ ...filter, ...place, limit });
        const attempts = await store.attemptsOf(items.map(({ id }) => id));
        const total = await store.countDeliveries(filter);
        const shown = items.map((item) => toItem(item, (attempts.get(item.id) ?? []).map(toAttempt)));
        return c.json({ items: shown, page, limit, total, next: next === null ? null : String(next) });
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/{delivery}`,
      scope: 'read',
      summary: 'One delivery with what was sent and answered; never a secret or a signature',
      answer: { status: 200, description: 'The delivery', schema: detailSchema },
      errors: ['not_found'],
      handle: async (request) => {
        const { c } = request;
        const found = await findDelivery(store, request);
        if (!found) return answerError(c, 'not_found');
        const attempts = (await store.attemptsOf([found.delivery.id])).get(found.delivery.id) ?? [];
        const body: unknown = found.body === null ? null : JSON.parse(found.body);
        return c.json({ ...toItem(found.delivery, attempts.map(toDetailedAttempt)), body });
      },
    }),
  ];
}

function createReplayRoutes({ store, onDue }: WebhookRouteParts): readonly ApiRoute[] {
  const answer = {
    status: 202,
    description: 'How many are, or would be, delivered again',
    schema: z.object({ count: z.int() }),
  } as const;
  return [
    defineRoute({
      method: 'POST',
      path: `${PATH}/{delivery}/retry`,
      scope: 'write',
      summary: 'Deliver once more, the schedule from its start; 0 when it is under way or the webhook is off',
      answer,
      errors: ['not_found'],
      handle: async (request) => {
        const { c, workspaceId, now } = request;
        const found = await findDelivery(store, request);
        if (!found) return answerError(c, 'not_found');
        const { id, webhookId } = found.delivery;
        const count = await store.replayDeliveries({ workspaceId, webhookId, ids: [id], now });
        onDue();
        return c.json({ count }, 202);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/workspaces/{ws}/webhooks/{id}/replay',
      scope: 'write',
      summary: 'Deliver all that match once more; with dry_run they are only counted, 10,000 meaning so many or more',
      body: z.strictObject({ ...filterFields, dry_run: z.boolean().default(false) }),
      answer,
      errors: ['not_found'],
      handle: async ({ c, workspaceId, body, now }) => {
        const filter = await filterOf(store, { c, workspaceId, query: body });
        if (!filter) return answerError(c, 'not_found');
        if (body.dry_run) return c.json({ count: await store.countDeliveries(filter) }, 202);
        const count = await store.replayDeliveries({ ...filter, now });
        onDue();
        return c.json({ count }, 202);
      },
    }),
  ];
}

interface ToldFilter {
  readonly status?: DeliveryState | undefined;
  readonly event_type?: string | undefined;
  readonly status_class?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}
type InWebhook<Query> = Pick<ApiRequest<Query, unknown>, 'c' | 'workspaceId' | 'query'>;

/** @returns `null` when there is no such webhook */
async function filterOf(
  store: Store,
  { c, workspaceId, query }: InWebhook<ToldFilter>,
): Promise<(DeliveryFilter & { webhookId: string }) | null> {
  const webhookId = c.req.param('id') ?? '';
  if (!(await store.findWebhook(workspaceId, webhookId))) return null;
  const { status, event_type: eventType, status_class: statusClass, from, to } = query;
  return {
    workspaceId,
    webhookId,
    ...(status && { state: status }),
    ...(eventType !== undefined && { eventType }),
    ...(statusClass !== undefined && { statusClass }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

async function findDelivery(store: Store, { c, workspaceId }: Pick<InWebhook<unknown>, 'c' | 'workspaceId'>) {
  const told = c.req.param('delivery') ?? '';
  const found = DELIVERY_ID.test(told) ? await store.findDelivery(workspaceId, Number(told)) : null;
  return found?.delivery.webhookId === c.req.param('id') ? found : null;
}

function toItem<Attempt>(delivery: Delivery, attempts: readonly Attempt[]) {
  return {
    id: String(delivery.id),
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    status: delivery.state,
    attempts,
    created_at: isoTime(delivery.createdAt),
    next_attempt_at: isoTime(delivery.nextAttemptAt),
  };
}

function toAttempt({ at, statusCode, durationMs, error }: DeliveryAttempt): z.infer<typeof attemptSchema> {
  return { at: isoTime(at), status_code: statusCode, duration_ms: durationMs, error };
}

function toDetailedAttempt(attempt: DeliveryAttempt): z.infer<typeof detailSchema>['attempts'][number] {
  const { url, requestHeaders, response } = attempt;
  return { ...toAttempt(attempt), url, request_headers: { ...requestHeaders }, response };
}
