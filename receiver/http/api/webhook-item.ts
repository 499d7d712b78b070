import { z } from 'zod';
import type { Webhook } from '../../store/webhook-store.ts';
import { encryptionKeyId } from '../../webhooks/payload.ts';
import { isoTime } from './iso-time.ts';

/** A webhook as the API shows it: without its secrets. */
export const webhookItemSchema = z.object({
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
  /** `kid` of the key that payloads are encrypted with; `null`: they are sent as they are. */
  encryption_key_id: z.string().nullable(),
});
export function toWebhookItem(webhook: Webhook, now: number): z.infer<typeof webhookItemSchema> {
  const { previousSecret, encryptionKey } = webhook;
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
    encryption_key_id: encryptionKey === null ? null : encryptionKeyId(encryptionKey),
  };
}
