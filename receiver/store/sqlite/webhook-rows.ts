import { z } from 'zod';
import { fieldFilterSchema } from '../../webhooks/event-filter.ts';
import { ATTEMPT_ERRORS } from '../../webhooks/send-attempt.ts';
import type { Delivery, DeliveryAttempt } from '../webhook-delivery-store.ts';
import type { Webhook, WebhookTarget } from '../webhook-store.ts';

function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}
const flag = z.number().transform((value) => value === 1);
const texts = z.record(z.string(), z.string());
const attemptError = z.enum(ATTEMPT_ERRORS).nullable();

/** A row of `webhooks` with its integer key. */
export const webhookRow = z
  .object({
    id: z.number(),
    webhook_id: z.string(),
    workspace_id: z.string(),
    name: z.string(),
    url: z.string(),
    event_types: json(z.array(z.string())),
    description: z.string(),
    timeout_ms: z.number(),
    rate_per_minute: z.number(),
    headers: json(texts),
    fields: json(fieldFilterSchema).nullable(),
    is_ordered: flag,
    is_active: flag,
    secret: z.string(),
    encryption_key: z.string().nullable(),
    previous_secret: z.string().nullable(),
    previous_until: z.number().nullable(),
    disabled_at: z.number().nullable(),
    disabled_reason: z.enum(['gone', 'failing', 'by_hand']).nullable(),
    failing_since: z.number().nullable(),
    failures: z.number(),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row): { key: number; webhook: Webhook } => ({
    key: row.id,
    webhook: {
      id: row.webhook_id,
      workspaceId: row.workspace_id,
      name: row.name,
      url: row.url,
      eventTypes: row.event_types,
      description: row.description,
      timeoutMs: row.timeout_ms,
      ratePerMinute: row.rate_per_minute,
      headers: row.headers,
      fields: row.fields,
      isOrdered: row.is_ordered,
      isActive: row.is_active,
      secret: row.secret,
      previousSecret:
        row.previous_secret === null ? null : { secret: row.previous_secret, until: row.previous_until ?? 0 },
      encryptionKey: row.encryption_key,
      disabledAt: row.disabled_at,
      disabledReason: row.disabled_reason,
      failingSince: row.failing_since,
      failures: row.failures,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
  }));

export const targetRow = z
  .object({
    webhook_id: z.string(),
    workspace_id: z.string(),
    event_types: json(z.array(z.string())),
    fields: json(fieldFilterSchema).nullable(),
  })
  .transform(
    (row): WebhookTarget => ({
      id: row.webhook_id,
      workspaceId: row.workspace_id,
      eventTypes: row.event_types,
      fields: row.fields,
    }),
  );

export const deliveryRow = z
  .object({
    id: z.number(),
    webhook_id: z.string(),
    event_id: z.string(),
    event_type: z.string(),
    state: z.enum(['pending', 'delivered', 'failed', 'exhausted', 'skipped_disabled']),
    attempts: z.number(),
    created_at: z.number(),
    due_at: z.number().nullable(),
    last_status: z.number().nullable(),
    last_error: attemptError,
  })
  .transform(
    (row): Delivery => ({
      id: row.id,
      webhookId: row.webhook_id,
      eventId: row.event_id,
      eventType: row.event_type,
      state: row.state,
      attempts: row.attempts,
      createdAt: row.created_at,
      nextAttemptAt: row.due_at,
      lastStatusCode: row.last_status,
      lastError: row.last_error,
    }),
  );

export const attemptRow = z
  .object({
    delivery: z.number(),
    at: z.number(),
    url: z.string(),
    request_headers: json(texts),
    status_code: z.number().nullable(),
    error: attemptError,
    duration_ms: z.number(),
    response: z.string(),
  })
  .transform((row): { deliveryId: number; attempt: DeliveryAttempt } => ({
    deliveryId: row.delivery,
    attempt: {
      at: row.at,
      url: row.url,
      requestHeaders: row.request_headers,
      statusCode: row.status_code,
      error: row.error,
      durationMs: row.duration_ms,
      response: row.response,
    },
  }));
