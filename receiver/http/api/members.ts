import { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { type ChangeMemberResult, roleSchema } from '../../store/user-store.ts';
import { answerError } from '../answers.ts';
import type { HttpContext } from '../environment.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const MEMBERS = '/api/v1/workspaces/{ws}/members';
const LAST_OWNER = { path: 'role', message: 'is the last owner: make somebody else an owner first' };

export interface MemberRouteParts {
  readonly store: Store;
  /** Called when the outbox may have something new. */
  readonly onOutbox: () => void;
}

/** Who has a part in a workspace. A change of role ends the member's sessions: what is open in a browser asks anew. */
export function createMemberRoutes(parts: MemberRouteParts): readonly ApiRoute[] {
  return [createMemberListRoute(parts), ...createMemberChangeRoutes(parts)];
}

function createMemberListRoute({ store }: MemberRouteParts): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: MEMBERS,
    scope: 'read',
    summary: 'The members of the workspace, by name',
    answer: {
      status: 200,
      description: 'The members',
      schema: z.object({
        items: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema, joined_at: z.iso.datetime() })),
      }),
    },
    handle: async ({ c, workspaceId }) => {
      const members = await store.listMembers(workspaceId);
      const items = members.map(({ userId, name, role, since }) => ({
        id: userId,
        name,
        role,
        joined_at: isoTime(since),
      }));
      return c.json({ items });
    },
  });
}

function createMemberChangeRoutes({ store, onOutbox }: MemberRouteParts): readonly ApiRoute[] {
  const answer = (c: HttpContext, changed: ChangeMemberResult) => {
    onOutbox();
    if (changed.ok) return c.body(null, 204);
    if (changed.reason === 'no_member') return answerError(c, 'not_found');
    return answerError(c, 'invalid_payload', { issues: [LAST_OWNER] });
  };
  return [
    defineRoute({
      method: 'PATCH',
      path: `${MEMBERS}/{id}`,
      scope: 'admin',
      summary: 'Give a member another role; ends their sessions. Only the operator may take it from the last owner',
      body: z.strictObject({ role: roleSchema }),
      answer: { status: 204, description: 'Changed' },
      handle: async ({ c, workspaceId, principal: { isOperator }, body: { role }, now }) => {
        const key = { workspaceId, userId: c.req.param('id') ?? '', now, mayLeaveNoOwner: isOperator };
        return answer(c, await store.setRole({ ...key, role }));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${MEMBERS}/{id}`,
      scope: 'admin',
      summary: 'Remove a member; ends their sessions. Only the operator may remove the last owner',
      answer: { status: 204, description: 'Removed' },
      errors: ['invalid_payload'],
      handle: async ({ c, workspaceId, principal: { isOperator }, now }) => {
        const key = { workspaceId, userId: c.req.param('id') ?? '', now, mayLeaveNoOwner: isOperator };
        return answer(c, await store.removeMember(key));
      },
    }),
  ];
}
