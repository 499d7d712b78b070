import type { NewDelivery, WebhookDeliveryStore } from '../webhook-delivery-store.ts';
import type { NewWebhook } from '../webhook-store.ts';
import { NOW } from './fixtures.ts';

/** A webhook of `ws_1` that takes everything. */
export function makeNewWebhook(change: Partial<NewWebhook> = {}): NewWebhook {
  return {
    id: 'wh_1',
    workspaceId: 'ws_1',
    name: 'CRM',
    url: 'https://example.com/hook',
    eventTypes: ['chat.*', 'webhook.test'],
    description: 'for the team 🍵',
    timeoutMs: 15_000,
    ratePerMinute: 0,
    headers: { 'x-tenant': 'a' },
    fields: { 'data.source': ['chatgpt', 'claude'] },
    isOrdered: false,
    isActive: true,
    secret: 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=',
    createdAt: NOW,
    ...change,
  };
}

/** An attempt that was answered with 200. */
export function makeAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    at: NOW,
    url: 'https://example.com/hook',
    requestHeaders: { 'webhook-id': 'evt_1' },
    statusCode: 200,
    error: null,
    durationMs: 12,
    response: 'ok',
    ...change,
  };
}

type Attempt = Parameters<WebhookDeliveryStore['finishAttempts']>[0][number]['attempt'];

/** The delivery of an outbox row. */
export function makeNewDelivery(outboxId: number, change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    webhookId: 'wh_1',
    outboxId,
    eventId: `evt_${outboxId}`,
    eventType: 'chat.message',
    subject: null,
    ...change,
  };
}
