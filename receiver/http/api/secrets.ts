import { z } from 'zod';
import { type CreatedKey, DEFAULT_OVERLAP_HOURS, rotateKeys } from '../../accounts/keys.ts';
import type { KeyStore, KeySummary } from '../../store/key-store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const SECRETS = '/api/v1/workspaces/{ws}/secrets';
const MAX_OVERLAP_HOURS = 30 * 24;

const itemSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The one source it is good for; `null` for all. */
  source: z.string().nullable(),
  kind: z.enum(['workspace', 'device']),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
});

type Refusal = Extract<CreatedKey, { ok: false }>['reason'];
const REFUSALS: Record<Exclude<Refusal, 'no_workspace'>, { path: string; message: string }> = {
  invalid_name: { path: 'name', message: 'must be 1 to 100 characters' },
  invalid_source: { path: 'source', message: 'must be lower-case letters, digits, _ and -, at most 64' },
  invalid_secret: { path: 'secret', message: 'must have at least 16 bytes' },
  secret_taken: { path: 'secret', message: 'was used before' },
};

/** The keys that requests are signed with (docs/protocol.md, section 7). */
export function createSecretRoutes(store: KeyStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: SECRETS,
      scope: 'admin',
      summary: 'Rotate: a new secret of the workspace, or of one source; the old ones stay good for the overlap',
      body: z.strictObject({
        overlap_hours: z.number().min(0).max(MAX_OVERLAP_HOURS).default(DEFAULT_OVERLAP_HOURS),
        name: z.string().default('rotated'),
        source: z.string().nullable().default(null),
      }),
      answer: {
        status: 201,
        description: 'The new secret, shown this once',
        schema: z.object({ id: z.string(), secret: z.string() }),
      },
      handle: async ({ c, workspaceId, body: { overlap_hours: overlapHours, name, source }, now }) => {
        const rotated = await rotateKeys(store, { workspaceId, name, source, overlapHours }, now);
        if (rotated.ok) return c.json({ id: rotated.id, secret: rotated.secret }, 201);
        if (rotated.reason === 'no_workspace') return answerError(c, 'not_found');
        return answerError(c, 'invalid_payload', { issues: [REFUSALS[rotated.reason]] });
      },
    }),
    defineRoute({
      method: 'GET',
      path: SECRETS,
      scope: 'admin',
      summary: 'All keys there ever were, oldest first, without their secrets',
      answer: { status: 200, description: 'The keys', schema: z.object({ items: z.array(itemSchema) }) },
      handle: async ({ c, workspaceId }) => c.json({ items: (await store.listKeys(workspaceId)).map(toItem) }),
    }),
    defineRoute({
      method: 'DELETE',
      path: `${SECRETS}/{id}`,
      scope: 'admin',
      summary: 'Revoke a key; nothing signed with it is taken from then on',
      answer: { status: 204, description: 'Revoked' },
      handle: async ({ c, workspaceId, now }) => {
        const isRevoked = await store.revokeKey({ workspaceId, id: c.req.param('id') ?? '', now });
        return isRevoked ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}

function toItem(key: KeySummary): z.infer<typeof itemSchema> {
  return {
    id: key.id,
    name: key.name,
    source: key.source,
    kind: key.kind,
    created_at: isoTime(key.createdAt),
    expires_at: isoTime(key.expiresAt),
    revoked_at: isoTime(key.revokedAt),
    last_used_at: isoTime(key.lastUsedAt),
  };
}
