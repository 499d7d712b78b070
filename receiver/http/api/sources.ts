import { z } from 'zod';
import { type ConfiguredSource, configureSource } from '../../accounts/sources.ts';
import type { Source, SourceStore } from '../../store/source-store.ts';
import { schemeSchema } from '../../verification/scheme.ts';
import { parseSubnets } from '../../webhooks/target-addresses.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const SOURCES = '/api/v1/workspaces/{ws}/sources';

const policySchema = z.enum(['compat', 'strict']);
const itemSchema = z.object({
  source: z.string(),
  /** `null`: `iw`, `standard` or `bearer`, whichever a request brings. */
  scheme: schemeSchema.nullable(),
  policy: policySchema,
  /** A strong signature made it `strict`. */
  pinned: z.boolean(),
  last_seen_at: z.iso.datetime().nullable(),
  has_secret: z.boolean(),
  /** Addresses and subnets that it sends from; `null`: any. */
  allowed_addresses: z.array(z.string()).nullable(),
});
const addressSchema = z
  .string()
  .trim()
  .refine((text) => text !== '' && parseSubnets(text).ok, 'must be an address or a subnet, such as 192.0.2.0/24');

type Refusal = Extract<ConfiguredSource, { ok: false }>['reason'];
const REFUSALS: Record<Exclude<Refusal, 'no_workspace'>, { path: string; message: string }> = {
  invalid_source: { path: 'source', message: 'must be lower-case letters, digits, _ and -, at most 64' },
  invalid_secret: { path: 'secret', message: 'must have at least 16 bytes' },
  missing_secret: { path: 'secret', message: 'is needed: what the provider signs with' },
  secret_taken: { path: 'secret', message: 'is that of another workspace; each needs its own' },
  source_owned: { path: 'scheme', message: 'cannot be none: the source has a key, or sent events that were verified' },
};

/** What each source has to show (docs/protocol.md, sections 2 and 7). Its secret goes in and never out. */
export function createSourceRoutes(store: SourceStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: SOURCES,
      scope: 'read',
      summary: 'Sources that are set up or have been heard of, by name',
      answer: { status: 200, description: 'The sources', schema: z.object({ items: z.array(itemSchema) }) },
      handle: async ({ c, workspaceId }) => c.json({ items: (await store.listSources(workspaceId)).map(toItem) }),
    }),
    defineRoute({
      method: 'PUT',
      path: `${SOURCES}/{source}`,
      scope: 'admin',
      summary: 'Set how a source shows that its requests are its own; what is not named stays',
      body: z.strictObject({
        scheme: schemeSchema.nullable().optional(),
        policy: policySchema.optional(),
        secret: z.string().nullable().optional(),
        /** `null`: any. */
        allowed_addresses: z.array(addressSchema).min(1).max(100).nullable().optional(),
        /** Back to `compat` unless a policy is named. */
        reset_pin: z.boolean().optional(),
      }),
      answer: { status: 200, description: 'The source as it is now', schema: itemSchema },
      handle: async ({ c, workspaceId, body }) => {
        const source = c.req.param('source') ?? '';
        const { scheme, secret, policy = body.reset_pin ? 'compat' : undefined } = body;
        const change = {
          ...(scheme === undefined ? {} : { scheme }),
          ...(secret === undefined ? {} : { secret }),
          ...(policy === undefined ? {} : { policy }),
          ...(body.allowed_addresses === undefined ? {} : { allowedAddresses: body.allowed_addresses }),
        };
        const set = await configureSource(store, { workspaceId, source }, change);
        if (!set.ok && set.reason !== 'no_workspace') {
          return answerError(c, 'invalid_payload', { issues: [REFUSALS[set.reason]] });
        }
        const now = await store.findSource(workspaceId, source);
        return now ? c.json(toItem(now)) : answerError(c, 'not_found');
      },
    }),
  ];
}

function toItem(source: Source): z.infer<typeof itemSchema> {
  return {
    source: source.source,
    scheme: source.scheme,
    policy: source.policy,
    pinned: source.pinnedAt !== null,
    last_seen_at: isoTime(source.lastSeenAt),
    has_secret: source.secret !== null,
    allowed_addresses: source.allowedAddresses && [...source.allowedAddresses],
  };
}
