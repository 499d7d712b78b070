import { z } from 'zod';
import { deviceNameSchema } from '../../../lib/protocol/pairing.ts';
import { createPairingCode } from '../../accounts/pairing.ts';
import type { KeyStore, KeySummary } from '../../store/key-store.ts';
import type { PairingStore } from '../../store/pairing-store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const PATH = '/api/v1/workspaces/{ws}/devices';

const deviceItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
});

/** Browsers and programs with a key of their own (docs/protocol.md, section 1.8). */
export function createDeviceRoutes(store: KeyStore & PairingStore): readonly ApiRoute[] {
  return [makePairingCode(store), ...listAndRevoke(store)];
}

function makePairingCode(store: PairingStore): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: PATH,
    scope: 'admin',
    summary: 'Make a one-time code by which a device gets a key of its own',
    body: z.strictObject({ name: deviceNameSchema.optional() }),
    answer: {
      status: 201,
      description: 'The code, shown this once',
      schema: z.object({ code: z.string(), expires_at: z.iso.datetime() }),
    },
    handle: async ({ c, workspaceId, body: { name }, now }) => {
      const made = await createPairingCode(store, { workspaceId, deviceName: name }, now);
      if (!made.ok) return answerError(c, 'not_found');
      return c.json({ code: made.code, expires_at: isoTime(made.expiresAt) }, 201);
    },
  });
}

function listAndRevoke(store: KeyStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'admin',
      summary: 'All devices there ever were, oldest first, without their secrets',
      answer: { status: 200, description: 'The devices', schema: z.object({ items: z.array(deviceItemSchema) }) },
      handle: async ({ c, workspaceId }) => {
        const keys = await store.listKeys(workspaceId);
        return c.json({ items: keys.filter(({ kind }) => kind === 'device').map(toDeviceItem) });
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/{id}`,
      scope: 'admin',
      summary: 'Revoke the key of a device; nothing it signs is taken from then on',
      answer: { status: 204, description: 'Revoked' },
      handle: async ({ c, workspaceId, now }) => {
        const id = c.req.param('id') ?? '';
        const isDevice = (await store.listKeys(workspaceId)).some((key) => key.id === id && key.kind === 'device');
        const isRevoked = isDevice && (await store.revokeKey({ workspaceId, id, now }));
        return isRevoked ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}

function toDeviceItem(key: KeySummary): z.infer<typeof deviceItemSchema> {
  return {
    id: key.id,
    name: key.name,
    created_at: isoTime(key.createdAt),
    revoked_at: isoTime(key.revokedAt),
    last_used_at: isoTime(key.lastUsedAt),
  };
}
