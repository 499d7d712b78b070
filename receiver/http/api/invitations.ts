import { z } from 'zod';
import { createInvitation, invitationAddress } from '../../accounts/sessions.ts';
import { TokenBuckets } from '../../ingest/token-buckets.ts';
import { roleSchema } from '../../store/user-store.ts';
import type { Store } from '../../store/store.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const INVITATIONS = '/api/v1/workspaces/{ws}/invitations';
/** Of a workspace. */
const INVITATIONS_PER_MINUTE = 30;
const MAX_HOURS = 30 * 24;

interface InvitationParts {
  readonly store: Store;
  readonly publicUrl: string | null;
}

/** Links by which people become members of a workspace: good once, for a time, and shown when they are made. */
export function createInvitationRoutes(parts: InvitationParts): readonly ApiRoute[] {
  return [createInviteRoute(parts), ...createLookAfterRoutes(parts)];
}

function createInviteRoute({ store, publicUrl }: InvitationParts): ApiRoute {
  const made = new TokenBuckets(INVITATIONS_PER_MINUTE);
  return defineRoute({
    method: 'POST',
    path: INVITATIONS,
    scope: 'admin',
    summary: 'Invite somebody by a link that is good once',
    body: z.strictObject({
      role: roleSchema,
      /** Whom it is for, for example an e-mail address; nothing is sent. */
      note: z.string().trim().max(200).default(''),
      expires_hours: z.number().int().min(1).max(MAX_HOURS).default(168),
    }),
    answer: {
      status: 201,
      description: 'The link, shown this once',
      schema: z.object({ id: z.string(), link: z.string(), expires_at: z.iso.datetime() }),
    },
    handle: async ({ c, workspaceId, body: { role, note, expires_hours }, now }) => {
      const seconds = made.waitSeconds(workspaceId, now);
      if (seconds > 0) return answerRateLimited(c, seconds);
      made.take(workspaceId, now);
      const wanted = { invitation: { workspaceId, role, note }, validHours: expires_hours };
      const { id, token, expiresAt } = await createInvitation(store, wanted, now);
      const link = invitationAddress(publicUrl ?? new URL(c.req.url).origin, token);
      return c.json({ id, link, expires_at: isoTime(expiresAt) }, 201);
    },
  });
}

function createLookAfterRoutes({ store }: InvitationParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: INVITATIONS,
      scope: 'admin',
      summary: 'Invitations that are still good, newest first, without their links',
      answer: {
        status: 200,
        description: 'The invitations',
        schema: z.object({
          items: z.array(
            z.object({
              id: z.string(),
              role: roleSchema,
              note: z.string(),
              created_at: z.iso.datetime(),
              expires_at: z.iso.datetime(),
            }),
          ),
        }),
      },
      handle: async ({ c, workspaceId, now }) => {
        const links = await store.listInvitations(workspaceId, now);
        const items = links.flatMap(({ id, createdAt, expiresAt, invitation }) =>
          invitation
            ? [
                {
                  id,
                  role: invitation.role,
                  note: invitation.note,
                  created_at: isoTime(createdAt),
                  expires_at: isoTime(expiresAt),
                },
              ]
            : [],
        );
        return c.json({ items });
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${INVITATIONS}/{id}`,
      scope: 'admin',
      summary: 'Withdraw an invitation; its link is good for nothing from then on',
      answer: { status: 204, description: 'Withdrawn' },
      handle: async ({ c, workspaceId, now }) => {
        const isWithdrawn = await store.withdrawInvitation(workspaceId, c.req.param('id') ?? '', now);
        return isWithdrawn ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}
