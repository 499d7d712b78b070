import { z } from 'zod';
import type { WebhookStore } from '../../store/webhook-store.ts';
import { generateEncryptionKey } from '../../webhooks/payload.ts';
import { answerError } from '../answers.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { toWebhookItem, webhookItemSchema } from './webhook-item.ts';

const PATH = '/api/v1/workspaces/{ws}/webhooks/{id}/encryption-key';

/** The key that payloads of a webhook are encrypted with, apart from the secret that signs them. */
export function createEncryptionRoutes(store: WebhookStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'admin',
      summary: 'Make a new key and encrypt payloads with it from now on; it takes the place of one that there was',
      answer: {
        status: 201,
        description: 'The webhook with its new key (32 bytes in base64url), shown this once',
        schema: webhookItemSchema.extend({ encryption_key: z.string() }),
      },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const key = generateEncryptionKey();
        const webhook = await store.setWebhookEncryptionKey({ workspaceId, id: c.req.param('id') ?? '', key, now });
        return webhook
          ? c.json({ ...toWebhookItem(webhook, now), encryption_key: key }, 201)
          : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: PATH,
      scope: 'admin',
      summary: 'Send payloads as they are from now on',
      answer: { status: 204, description: 'No longer encrypted' },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const webhook = await store.setWebhookEncryptionKey({
          workspaceId,
          id: c.req.param('id') ?? '',
          key: null,
          now,
        });
        return webhook ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}
