import { createToken } from '../accounts/tokens.ts';
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
