import { createHash } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { createInvitation, createLoginLink, digestOf } from '../../accounts/sessions.ts';
import { createWorkspace } from '../../accounts/create-workspace.ts';
import { ADMIN_TOKEN, makeApi, memberSession, operatorSession } from '../../test-support/api.ts';
import { NOW } from '../../test-support/receiver.ts';
import { makeEvent, signedInit } from '../../test-support/signed-request.ts';
import { parseSubnets } from '../../webhooks/target-addresses.ts';
import { startServer } from '../server.ts';
import { CSRF_HEADER } from './require-scope.ts';

/** For work that goes on behind the requests. */
const SOON = { timeout: 10_000 };

interface Operation {
  readonly operationId?: string;
  readonly security?: readonly { readonly token: readonly string[] }[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema?: z.core.JSONSchema.JSONSchema }> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Error: z.core.JSONSchema.JSONSchema } };
}

const HOOK = { name: 'CRM', url: 'https://example.com/hook', event_types: ['chat.*'] };
/** Nobody answers there. */
const AGENT = { name: 'Librarian', roles: ['webhook.none.*'], base_url: 'https://127.0.0.1:1/v1', model: 'm' };
const BLOB = utf8Bytes('a picture');
const DIGEST = createHash('sha256').update(BLOB).digest('hex');

/** What to send to operations that take a body. A new one is missing here until somebody says what it takes. */
const BODIES: Readonly<Record<string, object>> = {
  'PATCH /api/v1/session': {},
  'POST /api/v1/workspaces': { name: 'Another' },
  'PATCH /api/v1/workspaces/{ws}/members/{id}': { role: 'member' },
  'POST /api/v1/workspaces/{ws}/invitations': { role: 'viewer', note: 'ann@example.com' },
  'PATCH /api/v1/workspaces/{ws}': { retention_days: 30 },
  'PUT /api/v1/workspaces/{ws}/sources/{source}': { policy: 'strict' },
  'POST /api/v1/workspaces/{ws}/secrets': {},
  'POST /api/v1/workspaces/{ws}/tokens': { name: 'mine', scopes: ['read'] },
  'POST /api/v1/workspaces/{ws}/devices': {},
  'POST /api/v1/workspaces/{ws}/webhooks': HOOK,
  'PATCH /api/v1/workspaces/{ws}/webhooks/{id}': { description: 'changed' },
  'POST /api/v1/workspaces/{ws}/webhooks/{id}/secret': {},
  'POST /api/v1/workspaces/{ws}/webhooks/{id}/replay': {},
  'POST /api/v1/workspaces/{ws}/samples': {},
  'POST /api/v1/workspaces/{ws}/agents': AGENT,
  'PATCH /api/v1/workspaces/{ws}/agents/{id}': { name: 'changed' },
};

const ENDLESS = 'text/event-stream';

/** Who may do what, written down a second time: a scope that changes by mistake shows here. */
const SCOPES = `
  POST /api/v1/session anyone
  GET /api/v1/session person
  PATCH /api/v1/session person
  DELETE /api/v1/session person
  POST /api/v1/invitation/details anyone
  POST /api/v1/invitation anyone
  POST /api/v1/session/invitation person
  GET /api/v1/sessions person
  DELETE /api/v1/sessions person
  DELETE /api/v1/sessions/{id} person
  GET /api/v1/workspaces/{ws}/members read
  PATCH /api/v1/workspaces/{ws}/members/{id} admin
  DELETE /api/v1/workspaces/{ws}/members/{id} admin
  POST /api/v1/workspaces/{ws}/invitations admin
  GET /api/v1/workspaces/{ws}/invitations admin
  DELETE /api/v1/workspaces/{ws}/invitations/{id} admin
  GET /api/v1/workspaces operator
  POST /api/v1/workspaces operator
  GET /api/v1/workspaces/{ws} read
  PATCH /api/v1/workspaces/{ws} admin
  GET /api/v1/workspaces/{ws}/overview read
  GET /api/v1/workspaces/{ws}/sources read
  PUT /api/v1/workspaces/{ws}/sources/{source} admin
  POST /api/v1/workspaces/{ws}/secrets admin
  GET /api/v1/workspaces/{ws}/secrets admin
  DELETE /api/v1/workspaces/{ws}/secrets/{id} admin
  GET /api/v1/workspaces/{ws}/refusals read
  GET /api/v1/refusals operator
  GET /api/v1/workspaces/{ws}/audit-log admin
  GET /api/v1/workspaces/{ws}/events read
  GET /api/v1/workspaces/{ws}/events/{id} read
  GET /api/v1/workspaces/{ws}/events/{id}/raw read
  POST /api/v1/workspaces/{ws}/events/{id}/replay write
  POST /api/v1/workspaces/{ws}/inspectors write
  GET /api/v1/workspaces/{ws}/inspectors write
  GET /api/v1/workspaces/{ws}/inspectors/{id}/requests write
  GET /api/v1/workspaces/{ws}/inspectors/{id}/requests/{request} write
  DELETE /api/v1/workspaces/{ws}/inspectors/{id} write
  POST /api/v1/workspaces/{ws}/samples write
  GET /api/v1/workspaces/{ws}/conversations read
  GET /api/v1/workspaces/{ws}/conversations/{id} read
  GET /api/v1/workspaces/{ws}/conversations/{id}/note read
  GET /api/v1/workspaces/{ws}/blobs/{digest} read
  POST /api/v1/workspaces/{ws}/tokens admin
  GET /api/v1/workspaces/{ws}/tokens admin
  DELETE /api/v1/workspaces/{ws}/tokens/{id} admin
  POST /api/v1/workspaces/{ws}/devices admin
  GET /api/v1/workspaces/{ws}/devices admin
  DELETE /api/v1/workspaces/{ws}/devices/{id} admin
  GET /api/v1/workspaces/{ws}/event-types read
  GET /api/v1/workspaces/{ws}/stream read
  POST /api/v1/workspaces/{ws}/webhooks admin
  GET /api/v1/workspaces/{ws}/webhooks read
  GET /api/v1/workspaces/{ws}/webhooks/{id} read
  PATCH /api/v1/workspaces/{ws}/webhooks/{id} admin
  POST /api/v1/workspaces/{ws}/webhooks/{id}/encryption-key admin
  DELETE /api/v1/workspaces/{ws}/webhooks/{id}/encryption-key admin
  DELETE /api/v1/workspaces/{ws}/webhooks/{id} admin
  POST /api/v1/workspaces/{ws}/webhooks/{id}/secret admin
  POST /api/v1/workspaces/{ws}/webhooks/{id}/test write
  GET /api/v1/workspaces/{ws}/webhooks/{id}/deliveries read
  GET /api/v1/workspaces/{ws}/webhooks/{id}/deliveries/{delivery} read
  POST /api/v1/workspaces/{ws}/webhooks/{id}/deliveries/{delivery}/retry write
  POST /api/v1/workspaces/{ws}/webhooks/{id}/replay write
  POST /api/v1/workspaces/{ws}/agents admin
  GET /api/v1/workspaces/{ws}/agents read
  GET /api/v1/workspaces/{ws}/agents/{id} read
  PATCH /api/v1/workspaces/{ws}/agents/{id} admin
  DELETE /api/v1/workspaces/{ws}/agents/{id} admin
  POST /api/v1/workspaces/{ws}/agents/{id}/test write
  GET /api/v1/workspaces/{ws}/runs read
  GET /api/v1/workspaces/{ws}/runs/{run} read
  POST /api/v1/workspaces/{ws}/runs/{run}/retry write
  GET /metrics operator
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' ') as [method: string, path: string, scope: string]);
function placeOf([method, path]: readonly [method: string, path: string, scope: string]): number {
  if (method !== 'DELETE') return 0;
  // What belongs to something before the thing itself.
  return path === '/api/v1/session' ? 100 : 50 - path.split('/').length;
}

/** What takes something away comes last, and of that the session. */
const IN_ORDER = SCOPES.filter(([, , scope]) => scope !== 'anyone').toSorted((a, b) => placeOf(a) - placeOf(b));

const withToken = (token: string) => ({ authorization: `Bearer ${token}` });

/** A receiver on a socket that has one of everything, and the ids of these by the path that needs them. */
async function makeWorld() {
  const allowed = parseSubnets('127.0.0.0/8');
  if (!allowed.ok) throw new Error('no subnets');
  const api = await makeApi({ allowedSubnets: allowed.subnets });
  const { app, tell, send, clock, store } = api;
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  await send();
  const blob = await signedInit({ event_id: DIGEST }, { timestampSec: clock.now / 1000, body: BLOB });
  await app.request(`/webhooks/v1/ws_1/blobs/${DIGEST}`, { ...blob, method: 'PUT' });
  const firstOf = async (path: string) => {
    const { body } = await tell(`GET ${path}`);
    return String((body['items'] as { id: string }[])[0]?.id);
  };
  const hook = String((await tell('POST /webhooks', HOOK)).body['id']);
  await tell(`POST /webhooks/${hook}/test`);
  await tell('POST /tokens', { name: 'one', scopes: ['read'] });
  const { body: made } = await tell('POST /devices', {});
  const pairing = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const pair = (code: unknown) => fetch(`${server.url}/api/v1/pair`, { ...pairing, body: JSON.stringify({ code }) });
  const paired = await pair(made['code']);
  await vi.waitFor(async () => expect(await firstOf('/conversations')).toMatch(/^conv_/), SOON);
  const agentId = String((await tell('POST /agents', AGENT)).body['id']);
  const run = { agentId, outboxId: 1, eventId: 'evt_1', role: 'a', sessionId: 's', conversationId: 'conv_1' };
  await api.store.enqueueRuns({ agentIds: [agentId], upTo: 1, runs: [run], now: clock.now });
  const invite = async () => {
    const invitation = { workspaceId: 'ws_1', role: 'viewer', note: '' } as const;
    return (await createInvitation(store, { invitation, validHours: 1 }, clock.now)).token;
  };
  const zoe = { id: 'usr_zoe', name: 'Zoe', isOperator: false, passwordHash: null, createdAt: NOW };
  await store.acceptInvitation({ digest: digestOf(await invite()), user: zoe, now: clock.now });
  await invite();
  const inspector = String((await tell('POST /inspectors')).body['id']);
  await fetch(`${server.url}/inspect/${inspector}`, { method: 'POST', body: 'hello' });
  const ids: Record<string, string> = {
    members: zoe.id,
    invitations: await firstOf('/invitations'),
    sessions: 'ses_none',
    agents: agentId,
    runs: '1',
    events: '1',
    conversations: await firstOf('/conversations'),
    webhooks: hook,
    deliveries: await firstOf(`/webhooks/${hook}/deliveries`),
    secrets: await firstOf('/secrets'),
    tokens: await firstOf('/tokens'),
    devices: await firstOf('/devices'),
    sources: 'chatgpt',
    inspectors: inspector,
    inspect: inspector,
    requests: '1',
    blobs: DIGEST,
    workspaces: 'ws_1',
  };
  const addressOf = (path: string) => path.replaceAll(/(\w+)\/\{\w+\}/g, (_, kind: string) => `${kind}/${ids[kind]}`);
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document;
  /** What is good once. */
  const links: Readonly<Record<string, () => Promise<object>>> = {
    'POST /api/v1/session': async () => ({ link: await createLoginLink(store, clock.now) }),
    'POST /api/v1/invitation/details': async () => ({ invitation: await invite() }),
    'POST /api/v1/invitation': async () => ({
      invitation: await invite(),
      name: 'Yan',
      password: 'correct horse battery',
    }),
    'POST /api/v1/session/invitation': async () => ({ invitation: await invite() }),
  };
  /** @param as the operator unless given; `null` for nobody */
  const ask = async (
    method: string,
    path: string,
    as: Readonly<Record<string, string>> | null = withToken(ADMIN_TOKEN),
  ) => {
    const body = BODIES[`${method} ${path}`] ?? (await links[`${method} ${path}`]?.());
    return fetch(`${server.url}${addressOf(path)}`, {
      method,
      headers: {
        ...as,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  /** Cookies are named by the port. */
  const portName = ({ cookie = '', ...headers }: Record<string, string>): Record<string, string> => ({
    ...headers,
    cookie: cookie.replace('_web=', `_${new URL(server.url).port}=`),
  });
  return { ...api, document, ask, pair, paired, portName };
}

function operationsOf({ paths }: Document) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Fails when an answer is not as the document says. */
async function expectDescribed(document: Document, { responses }: Operation, answer: Response): Promise<void> {
  const described = responses[answer.status];
  expect(described, `status ${answer.status} is not in the document`).toBeDefined();
  const types = Object.keys(described?.content ?? {});
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (type === ENDLESS) {
    expect(types).toEqual([ENDLESS]);
    return answer.body?.cancel();
  }
  const text = await answer.text();
  if (types.length === 0) return expect(text).toBe('');
  expect(types).toContain(type);
  const schema = described?.content?.[type]?.schema;
  if (!schema) return;
  const isError = schema.$ref === '#/components/schemas/Error';
  z.fromJSONSchema(isError ? document.components.schemas.Error : schema).parse(JSON.parse(text));
}

test('every operation answers as the document says, when all is right and without a token', async () => {
  const { document, ask, store, portName } = await makeWorld();
  const person = portName(await operatorSession(store));
  const all = operationsOf(document).filter(({ operation }) => operation.security);
  // What takes something away comes last.
  const inOrder = all.toSorted((a, b) => placeOf([a.method, a.path, '']) - placeOf([b.method, b.path, '']));
  for (const { method, path, operation } of inOrder) {
    const isPersonal = operation.security?.every((way) => !way.token) ?? false;
    const answer = await ask(method, path, isPersonal ? person : undefined);
    expect(answer.status, `${method} ${path}: add its body to BODIES if it takes one`).toBeLessThan(300);
    await expectDescribed(document, operation, answer);
    await expectDescribed(document, operation, await ask(method, path, null));
  }
  expect(inOrder.length).toBeGreaterThan(30);
});

test('the ways in answer as the document says', async () => {
  const { document, app, clock, ask, pair, paired } = await makeWorld();
  const timestampSec = clock.now / 1000;
  const { paths } = document;
  const signed = await signedInit(makeEvent({ event_id: 'evt_2' }), { timestampSec });
  const ways = [
    ['/webhooks/v1/{workspace}/{source}', '/webhooks/v1/ws_1/chatgpt'],
    ['/webhooks/v1/test', '/webhooks/v1/test'],
    ['/api/v1/webhooks/generic/{workspace}', '/api/v1/webhooks/generic/ws_1'],
  ] as const;
  for (const [path, address] of ways) {
    const { post } = paths[path] ?? {};
    if (!post) throw new Error(`${path} is not in the document`);
    await expectDescribed(document, post, await app.request(address, signed));
    await expectDescribed(document, post, await app.request(address, { method: 'POST' }));
  }
  const { post: inspecting } = paths['/inspect/{id}'] ?? {};
  if (!inspecting) throw new Error('the inspector is not in the document');
  await expectDescribed(document, inspecting, await ask('POST', '/inspect/{id}', null));
  const { post: pairing } = paths['/api/v1/pair'] ?? {};
  if (!pairing) throw new Error('pairing is not in the document');
  await expectDescribed(document, pairing, paired);
  await expectDescribed(document, pairing, await pair('AAAA-AAAA'));
  await expectDescribed(document, pairing, await pair(7));
  for (const path of ['/healthz', '/readyz', '/openapi.json']) {
    const { get } = paths[path] ?? {};
    if (get) await expectDescribed(document, get, await ask('GET', path, null));
    expect(get).toBeDefined();
  }
});

test('no route is missing from the document', async () => {
  const { document, app } = await makeWorld();
  const described = operationsOf(document).map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
  );
  // Hono answers HEAD through the handlers of GET.
  const registered = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '/' && !path.startsWith('/console'))
    .map(({ method, path }) => `${path.startsWith('/webhooks/') && method === 'GET' ? 'HEAD' : method} ${path}`);
  expect([...new Set(registered)].toSorted()).toEqual(described.toSorted());
  const ids = operationsOf(document).flatMap(({ operation }) => operation.operationId ?? []);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the document in docs is this one (after a change: vitest run receiver/http/api/openapi.test.ts -u)', async () => {
  const { document } = await makeWorld();
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../../docs/openapi.json');
});

test('who may do what: every route for every scope', async () => {
  const { document, ask, makeToken } = await makeWorld();
  const written = SCOPES.map(([method, path]) => `${method} ${path}`).toSorted();
  const secured = operationsOf(document).filter(({ operation }) => operation.security);
  expect(secured.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(written);
  const forAnyone: string[] = [];
  for (const { operation, path } of secured) if (operation.security?.length === 0) forAnyone.push(path);
  expect(forAnyone).toEqual(['/api/v1/session', '/api/v1/invitation/details', '/api/v1/invitation']);

  const scopes = ['ingest', 'read', 'write', 'admin'] as const;
  const tokens = new Map(await Promise.all(scopes.map(async (scope) => [scope, await makeToken([scope])] as const)));
  for (const [method, path, needed] of IN_ORDER) {
    for (const scope of scopes) {
      const { status, body } = await ask(method, path, withToken(tokens.get(scope) ?? ''));
      await body?.cancel();
      const isAllowed = !['operator', 'person'].includes(needed) && (scope === 'admin' || scope === needed);
      expect(isAllowed ? status < 300 : status === 403, `${method} ${path} for ${scope}: ${status}`).toBe(true);
    }
  }
});

/** Role -> the scopes of routes that it may use. */
const ROLES = {
  viewer: ['read', 'person'],
  member: ['read', 'write', 'person'],
  owner: ['read', 'write', 'admin', 'person'],
} as const;

test('who may do what: every route for every role', async () => {
  const { ask, store, portName } = await makeWorld();
  await createWorkspace(store, { id: 'ws_2' }, NOW);
  const outsider = portName(await memberSession(store, 'owner', 'ws_2'));
  for (const [method, path] of IN_ORDER.filter(([, , needed]) => needed !== 'person')) {
    const { status, body } = await ask(method, path, outsider);
    await body?.cancel();
    expect(status, `${method} ${path} for somebody of another workspace`).toBe(path.includes('{ws}') ? 404 : 403);
  }
  const people = await Promise.all(
    (['viewer', 'member', 'owner'] as const).map(
      async (role) => [role, portName(await memberSession(store, role))] as const,
    ),
  );
  for (const [method, path, needed] of IN_ORDER) {
    for (const [role, session] of people) {
      const isAllowed = ROLES[role].some((scope) => scope === needed);
      const { [CSRF_HEADER]: _csrfToken, ...forged } = session;
      for (const headers of [
        forged,
        { ...session, [CSRF_HEADER]: 'wrong' },
        { ...session, 'sec-fetch-site': 'same-site' },
      ]) {
        if (method === 'GET') continue;
        const refused = await ask(method, path, headers);
        expect(await refused.json(), `${method} ${path} for ${role}`).toMatchObject({ error: 'invalid_csrf_token' });
      }
      const { status, body } = await ask(method, path, session);
      await body?.cancel();
      expect(isAllowed ? status < 300 : status === 403, `${method} ${path} for ${role}: ${status}`).toBe(true);
    }
  }
});
