import { z } from 'zod';
import { createToken } from '../../accounts/tokens.ts';
import { type TokenStore, type TokenSummary, tokenScopeSchema } from '../../store/token-store.ts';
import { answerError } from '../answers.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { isoTime } from './iso-time.ts';

const MAX_NAME_LENGTH = 100;

const tokenItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(tokenScopeSchema),
  created_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
});

/** The tokens of a workspace (docs/protocol.md, section 7). */
export function createTokenRoutes(store: TokenStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/v1/workspaces/{ws}/tokens',
      scope: 'admin',
      summary: 'Make a token',
      body: z.strictObject({
        name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
        scopes: z.array(tokenScopeSchema).min(1),
      }),
      answer: {
        status: 201,
        description: 'The token, shown this once',
        schema: z.object({ id: z.string(), token: z.string() }),
      },
      handle: async ({ c, workspaceId, body: { name, scopes }, now }) => {
        const created = await createToken(store, { workspaceId, name, scopes: [...new Set(scopes)] }, now);
        return created.ok ? c.json({ id: created.id, token: created.token }, 201) : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/tokens',
      scope: 'admin',
      summary: 'All tokens there ever were, oldest first, without their secrets',
      answer: { status: 200, description: 'The tokens', schema: z.object({ items: z.array(tokenItemSchema) }) },
      handle: async ({ c, workspaceId }) => {
        const tokens = await store.listTokens(workspaceId);
        return c.json({ items: tokens.map(toTokenItem) });
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/workspaces/{ws}/tokens/{id}',
      scope: 'admin',
      summary: 'Revoke a token; it is good for nothing from then on',
      answer: { status: 204, description: 'Revoked' },
      handle: async ({ c, workspaceId, now }) => {
        const isRevoked = await store.revokeToken({ workspaceId, id: c.req.param('id') ?? '', now });
        return isRevoked ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}

function toTokenItem(token: TokenSummary): z.infer<typeof tokenItemSchema> {
  return {
    id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    created_at: isoTime(token.createdAt),
    revoked_at: isoTime(token.revokedAt),
    last_used_at: isoTime(token.lastUsedAt),
  };
}
