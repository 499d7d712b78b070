import { z } from 'zod';
import { hashPassword } from '../../accounts/passwords.ts';
import { digestOf, newUserId } from '../../accounts/sessions.ts';
import { TokenBuckets } from '../../ingest/token-buckets.ts';
import type { Invitation, SessionStore } from '../../store/session-store.ts';
import { roleSchema } from '../../store/user-store.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import type { HttpContext } from '../environment.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import {
  describeSession,
  NAME_TAKEN,
  newPasswordSchema,
  type SessionRouteParts,
  sessionSchema,
  startSession,
  tokenSchema,
  userNameSchema,
} from './session.ts';

const TRIES_PER_MINUTE = 10;

/** What somebody does with the link of an invitation: see what it is for, and become a member. */
export function createAcceptRoutes(parts: SessionRouteParts): readonly ApiRoute[] {
  const tries = new TokenBuckets(TRIES_PER_MINUTE);
  /** Counts a try against its address. @returns the answer for who has to wait */
  const admit: Admit = (c, now) => {
    const address = parts.addressOf(c);
    const seconds = tries.waitSeconds(address, now);
    if (seconds > 0) return answerRateLimited(c, seconds);
    tries.take(address, now);
    return null;
  };
  return [createDetailsRoute(parts, admit), createNewcomerRoute(parts, admit), createJoinRoute(parts)];
}

type Admit = (c: HttpContext, now: number) => Response | null;

function createDetailsRoute({ store }: SessionRouteParts, admit: Admit): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/api/v1/invitation/details',
    scope: 'anyone',
    summary: 'What an invitation is for; it stays good',
    body: z.strictObject({ invitation: tokenSchema }),
    answer: {
      status: 200,
      description: 'The invitation',
      schema: z.object({ workspace_name: z.string(), role: roleSchema }),
    },
    handle: async ({ c, body, now }) => {
      const refused = admit(c, now);
      if (refused) return refused;
      const invitation = await findInvitation(store, body.invitation, now);
      const workspace = invitation && (await store.findWorkspace(invitation.workspaceId));
      if (!workspace) return answerError(c, 'not_found');
      return c.json({ workspace_name: workspace.name, role: invitation.role });
    },
  });
}

function createNewcomerRoute(parts: SessionRouteParts, admit: Admit): ApiRoute {
  const { store, onOutbox } = parts;
  return defineRoute({
    method: 'POST',
    path: '/api/v1/invitation',
    scope: 'anyone',
    summary: 'Accept an invitation as somebody new, with a name and a password of their own',
    body: z.strictObject({ invitation: tokenSchema, name: userNameSchema, password: newPasswordSchema }),
    answer: { status: 201, description: 'A member, signed in; the cookie is the session', schema: sessionSchema },
    handle: async ({ c, body: { invitation, name, password }, now }) => {
      const refused = admit(c, now);
      if (refused) return refused;
      // A link that is not good costs no hash: nobody without one can keep the processor busy.
      if (!(await findInvitation(store, invitation, now))) return answerError(c, 'not_found');
      const passwordHash = await hashPassword(password);
      const user = { id: newUserId(), name, isOperator: false, passwordHash, createdAt: now };
      const accepted = await store.acceptInvitation({ digest: digestOf(invitation), user, now });
      if (!accepted.ok && accepted.reason === 'no_invitation') return answerError(c, 'not_found');
      if (!accepted.ok) return answerError(c, 'invalid_payload', { issues: [NAME_TAKEN] });
      const session = await startSession(c, parts, { userId: user.id, isByLink: false, now });
      onOutbox();
      return c.json(session, 201);
    },
  });
}

function createJoinRoute({ store, onOutbox }: SessionRouteParts): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/api/v1/session/invitation',
    scope: 'person',
    summary: 'Accept an invitation as who is signed in; who is a member already keeps their role',
    body: z.strictObject({ invitation: tokenSchema }),
    answer: { status: 200, description: 'The session', schema: sessionSchema },
    handle: async ({ c, principal: { session }, body, now }) => {
      if (!session) return answerError(c, 'forbidden');
      const accepted = await store.acceptInvitation({
        digest: digestOf(body.invitation),
        user: session.user.id,
        now,
      });
      if (!accepted.ok) return answerError(c, 'not_found');
      onOutbox();
      return c.json(await describeSession(store, session));
    },
  });
}

async function findInvitation(store: SessionStore, token: string, now: number): Promise<Invitation | null> {
  return (await store.findLink(digestOf(token), now))?.invitation ?? null;
}
