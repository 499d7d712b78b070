import type { BlockList } from 'node:net';
import { z } from 'zod';
import { EVENT_TYPES } from '../../outbox/event-types.ts';
import type { WebhookSettings } from '../../store/webhook-store.ts';
import { customHeadersSchema } from '../../webhooks/custom-headers.ts';
import { eventPatternSchema, fieldFilterSchema } from '../../webhooks/event-filter.ts';
import { createTargetUrlSchema } from './target-url-schema.ts';

const MAX_NAME_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 1000;
const MAX_EVENT_TYPES = 100;
const MAX_RATE_PER_MINUTE = 60_000;
/** Docs/protocol.md, section 4. */
const MAX_TIMEOUT_SECONDS = 30;

/** "Message" means `chat.message`: people may write what the lists show. */
const TYPE_BY_TITLE: ReadonlyMap<string, string> = new Map(
  EVENT_TYPES.map(({ title, type }) => [title.toLowerCase(), type]),
);

const eventTypeSchema = z
  .string()
  .transform((text) => TYPE_BY_TITLE.get(text.trim().toLowerCase()) ?? text)
  .pipe(eventPatternSchema);

/** What a person decides about a webhook, by the names of the API. @param allowed subnets that are not public and may be sent to */
export function createWebhookSchemas(allowed: BlockList) {
  const fields = {
    name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
    url: createTargetUrlSchema(allowed, 'https://example.com/hook'),
    event_types: z
      .array(eventTypeSchema)
      .min(1)
      .max(MAX_EVENT_TYPES)
      .transform((types) => [...new Set(types)]),
    active: z.boolean(),
    description: z.string().max(MAX_DESCRIPTION_LENGTH),
    timeout_seconds: z.number().min(1).max(MAX_TIMEOUT_SECONDS),
    rate_per_minute: z.int().min(0).max(MAX_RATE_PER_MINUTE),
    headers: customHeadersSchema,
    fields: fieldFilterSchema.nullable(),
    ordered: z.boolean(),
  };
  return {
    create: z.strictObject({
      ...fields,
      active: fields.active.default(true),
      description: fields.description.default(''),
      timeout_seconds: fields.timeout_seconds.default(MAX_TIMEOUT_SECONDS),
      rate_per_minute: fields.rate_per_minute.default(0),
      headers: fields.headers.default({}),
      fields: fields.fields.default(null),
      ordered: fields.ordered.default(false),
    }),
    update: z.strictObject(fields).partial(),
  };
}

type Schemas = ReturnType<typeof createWebhookSchemas>;

export function toNewSettings(told: z.infer<Schemas['create']>): WebhookSettings {
  return {
    name: told.name,
    url: told.url,
    eventTypes: told.event_types,
    description: told.description,
    timeoutMs: told.timeout_seconds * 1000,
    ratePerMinute: told.rate_per_minute,
    headers: told.headers,
    fields: told.fields,
    isOrdered: told.ordered,
  };
}

export function toChangedSettings(told: z.infer<Schemas['update']>): Partial<WebhookSettings> {
  return {
    ...(told.name !== undefined && { name: told.name }),
    ...(told.url !== undefined && { url: told.url }),
    ...(told.event_types && { eventTypes: told.event_types }),
    ...(told.description !== undefined && { description: told.description }),
    ...(told.timeout_seconds !== undefined && { timeoutMs: told.timeout_seconds * 1000 }),
    ...(told.rate_per_minute !== undefined && { ratePerMinute: told.rate_per_minute }),
    ...(told.headers && { headers: told.headers }),
    ...(told.fields !== undefined && { fields: told.fields }),
    ...(told.ordered !== undefined && { isOrdered: told.ordered }),
  };
}
