import { z } from 'zod';
import { hashPassword } from '../../accounts/passwords.ts';
import { beginSession, csrfTokenOf, useLoginLink } from '../../accounts/sessions.ts';
import { PasswordSignIn } from '../../accounts/sign-in.ts';
import type { Store } from '../../store/store.ts';
import { roleSchema, type User } from '../../store/user-store.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import type { HttpContext } from '../environment.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { clearSessionCookie, writeSessionCookie } from './session-cookie.ts';

const SESSION = '/api/v1/session';

export const userNameSchema = z.string().trim().min(1).max(100);
/** NIST SP 800-63B, 3.1.1.2, asks for no rules but a length. */
export const newPasswordSchema = z.string().min(10, 'must have at least 10 characters').max(200);
export const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a token of a link');

export const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), is_operator: z.boolean(), has_password: z.boolean() }),
  /** To be sent in X-CSRF-Token with everything that is not GET. */
  csrf_token: z.string(),
  /** Whether a password can be set without the old one. */
  is_by_link: z.boolean(),
  workspaces: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })),
});

export interface SessionRouteParts {
  readonly store: Store;
  readonly publicUrl: string | null;
  readonly addressOf: (c: HttpContext) => string;
  /** Called when the outbox may have something new. */
  readonly onOutbox: () => void;
}

/** Signing in and out, and what people decide about themselves (docs/console.md). */
export function createSessionRoutes(parts: SessionRouteParts): readonly ApiRoute[] {
  const passwords = new PasswordSignIn(parts.store);
  return [...createSignInRoutes(parts, passwords), ...createOwnRoutes(parts, passwords)];
}

function createSignInRoutes(parts: SessionRouteParts, passwords: PasswordSignIn): readonly ApiRoute[] {
  const { store, onOutbox } = parts;
  const answer = {
    status: 201,
    description: 'Signed in; the cookie is the session',
    schema: sessionSchema,
  } as const;
  return [
    defineRoute({
      method: 'POST',
      path: SESSION,
      scope: 'anyone',
      summary: 'Sign in, by the token of a link or by name and password',
      body: z.union([
        z.strictObject({ link: tokenSchema }),
        z.strictObject({ name: userNameSchema, password: z.string().max(200) }),
      ]),
      answer,
      handle: async ({ c, body, now }) => {
        if ('link' in body) {
          const used = await useLoginLink(store, body.link, now);
          if (!used) return answerError(c, 'unauthorized');
          const started = await startSession(c, parts, { userId: used.userId, isByLink: true, now });
          onOutbox();
          return c.json(started, 201);
        }
        const tried = await passwords.try({ ...body, address: parts.addressOf(c) }, now);
        if (!tried.ok && tried.reason === 'wait') return answerRateLimited(c, tried.seconds);
        if (!tried.ok) return answerError(c, 'unauthorized');
        const started = await startSession(c, parts, { userId: tried.userId, isByLink: false, now });
        onOutbox();
        return c.json(started, 201);
      },
    }),
  ];
}

function createOwnRoutes(
  { store, publicUrl, onOutbox }: SessionRouteParts,
  passwords: PasswordSignIn,
): readonly ApiRoute[] {
  const answer = { status: 200, description: 'The session', schema: sessionSchema } as const;
  return [
    defineRoute({
      method: 'GET',
      path: SESSION,
      scope: 'person',
      summary: 'Who is signed in, and where they may do what',
      answer,
      handle: async ({ c, principal: { session } }) =>
        session ? c.json(await describeSession(store, session)) : answerError(c, 'forbidden'),
    }),
    defineRoute({
      method: 'PATCH',
      path: SESSION,
      scope: 'person',
      summary: 'Change your name or password; all your other sessions end when the password changes',
      body: z.strictObject({
        name: userNameSchema.optional(),
        password: newPasswordSchema.optional(),
        /** The password until now, where there is one and the session was not begun by a link. */
        current_password: z.string().max(200).optional(),
      }),
      answer,
      handle: async ({ c, principal: { session }, body, now }) => {
        if (!session) return answerError(c, 'forbidden');
        const { user, isByLink, digest } = session;
        if (body.name !== undefined && !(await store.renameUser({ id: user.id, name: body.name, now })).ok)
          return answerError(c, 'invalid_payload', { issues: [NAME_TAKEN] });
        if (body.password !== undefined) {
          const isFree = user.passwordHash === null || isByLink;
          if (!isFree && !(await passwords.check(body.current_password ?? '', user.passwordHash)))
            return answerError(c, 'invalid_payload', { issues: [WRONG_PASSWORD] });
          await store.setPasswordHash(user.id, await hashPassword(body.password));
          await store.endSessionsOf(user.id, digest);
        }
        onOutbox();
        const changed = (await store.findUser(user.id)) ?? user;
        return c.json(await describeSession(store, { ...session, user: changed }));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: SESSION,
      scope: 'person',
      summary: 'Sign out',
      answer: { status: 204, description: 'Signed out' },
      handle: async ({ c, principal: { session }, now }) => {
        if (session) await store.endSession(session.digest, now);
        onOutbox();
        clearSessionCookie(c, publicUrl);
        return c.body(null, 204);
      },
    }),
  ];
}

export const NAME_TAKEN = { path: 'name', message: 'is taken' };
const WRONG_PASSWORD = { path: 'current_password', message: 'is wrong' };

/** Begins a session of its own, whatever the browser had before. */
export async function startSession(
  c: HttpContext,
  { store, publicUrl }: Pick<SessionRouteParts, 'store' | 'publicUrl'>,
  { userId, isByLink, now }: { userId: string; isByLink: boolean; now: number },
) {
  const token = await beginSession(store, { userId, isByLink }, now);
  writeSessionCookie(c, token, publicUrl);
  const user = await store.findUser(userId);
  if (!user) throw new Error('a session was begun for nobody');
  return describeSession(store, { user, isByLink, csrfToken: csrfTokenOf(token) });
}

export async function describeSession(
  store: Store,
  { user, isByLink, csrfToken }: { user: User; isByLink: boolean; csrfToken: string },
): Promise<z.infer<typeof sessionSchema>> {
  const workspaces = user.isOperator
    ? (await store.listWorkspaces()).map(({ id, name }) => ({ id, name, role: 'owner' as const }))
    : (await store.listMemberships(user.id)).map(({ workspaceId, workspaceName, role }) => ({
        id: workspaceId,
        name: workspaceName,
        role,
      }));
  const { id, name, isOperator, passwordHash } = user;
  return {
    user: { id, name, is_operator: isOperator, has_password: passwordHash !== null },
    csrf_token: csrfToken,
    is_by_link: isByLink,
    workspaces,
  };
}
