import { z } from 'zod';
import type { Bytes } from '../../../lib/protocol/bytes.ts';
import type { SessionStore } from '../../store/session-store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const SESSIONS = '/api/v1/sessions';

interface OwnSessionParts {
  readonly store: SessionStore;
  /** Called when the outbox may have something new, and for who listens by a session that is over. */
  readonly onOutbox: () => void;
}

/** Where somebody is signed in, and ending it. */
export function createOwnSessionRoutes(parts: OwnSessionParts): readonly ApiRoute[] {
  return [createListRoute(parts), ...createEndRoutes(parts)];
}

function createListRoute({ store }: OwnSessionParts): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: SESSIONS,
    scope: 'person',
    summary: 'Your sessions, the one used last first',
    answer: {
      status: 200,
      description: 'The sessions',
      schema: z.object({
        items: z.array(
          z.object({
            id: z.string(),
            is_current: z.boolean(),
            is_by_link: z.boolean(),
            created_at: z.iso.datetime(),
            last_used_at: z.iso.datetime(),
          }),
        ),
      }),
    },
    handle: async ({ c, principal: { session } }) => {
      if (!session) return answerError(c, 'forbidden');
      const current = idOf(session.digest);
      const sessions = await store.listSessions(session.user.id);
      const items = sessions.map(({ digest, isByLink, createdAt, lastUsedAt }) => ({
        id: idOf(digest),
        is_current: idOf(digest) === current,
        is_by_link: isByLink,
        created_at: isoTime(createdAt),
        last_used_at: isoTime(lastUsedAt),
      }));
      return c.json({ items });
    },
  });
}

function createEndRoutes({ store, onOutbox }: OwnSessionParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'DELETE',
      path: SESSIONS,
      scope: 'person',
      summary: 'Sign out everywhere else',
      answer: { status: 204, description: 'All your other sessions are over' },
      handle: async ({ c, principal: { session } }) => {
        if (session) await store.endSessionsOf(session.user.id, session.digest);
        onOutbox();
        return c.body(null, 204);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${SESSIONS}/{id}`,
      scope: 'person',
      summary: 'End one of your sessions',
      answer: { status: 204, description: 'It is over, or never was' },
      handle: async ({ c, principal: { session }, now }) => {
        const own = session ? await store.listSessions(session.user.id) : [];
        const wanted = own.find(({ digest }) => idOf(digest) === c.req.param('id'));
        if (wanted) await store.endSession(wanted.digest, now);
        onOutbox();
        return c.body(null, 204);
      },
    }),
  ];
}

/** A part of a digest, by which nobody can sign in. */
function idOf(digest: Bytes): string {
  return `ses_${Buffer.from(digest).toString('hex').slice(0, 18)}`;
}
