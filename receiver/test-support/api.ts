import {
  beginSession,
  createInvitation,
  createLoginLink,
  csrfTokenOf,
  digestOf,
  newUserId,
  useLoginLink,
} from '../accounts/sessions.ts';
import { createToken } from '../accounts/tokens.ts';
import type { Store } from '../store/store.ts';
import type { Role } from '../store/user-store.ts';
import { CSRF_HEADER } from '../http/api/require-scope.ts';
import type { TokenScope } from '../store/token-store.ts';
import { makeReceiver, NOW } from './receiver.ts';
import { WORKSPACE } from './signed-request.ts';

export const ADMIN_TOKEN = 'an-admin-token-of-the-tests';

type Receiver = Awaited<ReturnType<typeof makeReceiver>>;

/** A whole receiver and a way to ask its API. */
export async function makeApi(change: Parameters<typeof makeReceiver>[0] = {}) {
  const receiver = await makeReceiver({ adminToken: ADMIN_TOKEN, ...change });
  return { ...receiver, ...apiOf(receiver) };
}

function apiOf({ app, store }: Pick<Receiver, 'app' | 'store'>) {
  /** @param token of the operator unless given; `null` sends none */
  const ask = async (request: string, body?: unknown, token: string | null = ADMIN_TOKEN) => {
    const [method = '', path = ''] = request.split(' ');
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return app.request(/^\/(api\/|metrics$)/.test(path) ? path : `/api/v1/workspaces/${WORKSPACE}${path}`, init);
  };
  /** @returns the status and the JSON body, `null` without one */
  const tell = async (...request: Parameters<typeof ask>) => {
    const response = await ask(...request);
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> };
  };
  const makeToken = async (scopes: readonly TokenScope[], workspaceId: string | null = WORKSPACE) => {
    const created = await createToken(store, { workspaceId, name: 'of a test', scopes }, NOW);
    if (!created.ok) throw new Error(created.reason);
    return created.token;
  };
  return { ask, tell, makeToken };
}

/** What a browser sends of the operator's session. */
export async function operatorSession(store: Store): Promise<Record<string, string>> {
  const used = await useLoginLink(store, await createLoginLink(store, NOW), NOW);
  return sessionOf(store, used?.userId ?? '');
}

/** Of somebody new with a role in a workspace. */
export async function memberSession(
  store: Store,
  role: Role,
  workspaceId: string = WORKSPACE,
): Promise<Record<string, string>> {
  const { token } = await createInvitation(store, { invitation: { workspaceId, role, note: '' }, validHours: 1 }, NOW);
  const user = {
    id: newUserId(),
    name: `${role} of ${workspaceId}`,
    isOperator: false,
    passwordHash: null,
    createdAt: NOW,
  };
  const accepted = await store.acceptInvitation({ digest: digestOf(token), user, now: NOW });
  if (!accepted.ok) throw new Error(accepted.reason);
  return sessionOf(store, user.id);
}

async function sessionOf(store: Store, userId: string): Promise<Record<string, string>> {
  const token = await beginSession(store, { userId, isByLink: false }, NOW);
  return { cookie: `brainpost_session_web=${token}`, [CSRF_HEADER]: csrfTokenOf(token) };
}
