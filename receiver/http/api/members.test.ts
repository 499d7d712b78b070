import { expect, test } from 'vitest';
import { makeApi, memberSession } from '../../test-support/api.ts';
import { WORKSPACE } from '../../test-support/signed-request.ts';

const PASSWORD = 'correct horse battery';
const BASE = `/api/v1/workspaces/${WORKSPACE}`;

type Api = Awaited<ReturnType<typeof makeApi>>;
type Headers = Readonly<Record<string, string>>;

async function call({ app }: Api, request: string, { as, body }: { as?: Headers; body?: object } = {}) {
  const [method = '', path = ''] = request.split(' ');
  const headers = { ...as, 'content-type': 'application/json' };
  const response = await app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
}

/** @returns the token of a new link */
async function invite(api: Api, body: object = { role: 'member' }): Promise<string> {
  const made = await api.tell('POST /invitations', body);
  expect(made.status).toBe(201);
  return String(made.body['link']).split('#invitation=')[1] ?? '';
}

const accept = (api: Api, invitation: string, name = 'Ann') =>
  call(api, 'POST /api/v1/invitation', { body: { invitation, name, password: PASSWORD } });

const idOf = async (api: Api, name: string) => {
  const { body } = await api.tell('GET /members');
  return (body['items'] as { id: string; name: string }[]).find((member) => member.name === name)?.id ?? '';
};

test('an invitation is good once, until its time is up or it is withdrawn, and says what it is for', async () => {
  const api = await makeApi();
  const invitation = await invite(api, { role: 'member', note: 'ann@example.com' });
  const details = await call(api, 'POST /api/v1/invitation/details', { body: { invitation } });
  expect(details).toMatchObject({ status: 200, body: { role: 'member', workspace_name: expect.any(String) } });
  expect(await accept(api, invitation)).toMatchObject({
    status: 201,
    body: {
      user: { name: 'Ann', is_operator: false, has_password: true },
      workspaces: [{ id: WORKSPACE, role: 'member' }],
    },
  });
  expect((await accept(api, invitation, 'Ben')).status).toBe(404);
  const late = await invite(api, { role: 'owner', expires_hours: 1 });
  api.clock.now += 3_600_000;
  expect((await accept(api, late, 'Ben')).status).toBe(404);
  const withdrawn = await invite(api);
  const { body } = await api.tell('GET /invitations');
  const [open] = body['items'] as { id: string }[];
  expect(JSON.stringify(body)).not.toContain(withdrawn);
  expect((await api.ask(`DELETE /invitations/${open?.id}`)).status).toBe(204);
  expect((await accept(api, withdrawn, 'Ben')).status).toBe(404);
  const taken = await accept(api, await invite(api), 'ANN');
  expect(taken).toMatchObject({ status: 422, body: { issues: [{ path: 'name' }] } });
  for (const secret of [invitation, PASSWORD]) expect(api.log()).not.toContain(secret);
});

test('who is signed in joins as they are, and keeps the role they have', async () => {
  const api = await makeApi();
  const viewer = await memberSession(api.store, 'viewer');
  const joined = await call(api, 'POST /api/v1/session/invitation', {
    as: viewer,
    body: { invitation: await invite(api, { role: 'owner' }) },
  });
  expect(joined).toMatchObject({ status: 200, body: { workspaces: [{ role: 'viewer' }] } });
});

test('who tries links has to wait, and so does who makes too many', async () => {
  const api = await makeApi();
  const statuses = [];
  for (let i = 0; i < 11; i += 1) statuses.push((await accept(api, `${i}`.padStart(43, 'A'))).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
  for (let i = 0; i < 30; i += 1) await invite(api);
  expect((await api.tell('POST /invitations', { role: 'viewer' })).status).toBe(429);
});

test('another role ends the member’s sessions, and so does being removed', async () => {
  const api = await makeApi();
  const ann = await memberSession(api.store, 'viewer');
  const id = await idOf(api, `viewer of ${WORKSPACE}`);
  expect((await call(api, `GET ${BASE}`, { as: ann })).status).toBe(200);
  expect((await api.ask(`PATCH /members/${id}`, { role: 'viewer' })).status).toBe(204);
  expect((await call(api, `GET ${BASE}`, { as: ann })).status).toBe(200);
  expect((await api.ask(`PATCH /members/${id}`, { role: 'member' })).status).toBe(204);
  expect((await call(api, `GET ${BASE}`, { as: ann })).status).toBe(401);
  const ben = await memberSession(api.store, 'member');
  const other = await idOf(api, `member of ${WORKSPACE}`);
  expect((await api.ask(`DELETE /members/${other}`)).status).toBe(204);
  expect((await call(api, `GET ${BASE}`, { as: ben })).status).toBe(401);
  expect((await api.ask(`DELETE /members/${other}`)).status).toBe(404);
});

test('the last owner can be neither removed nor given another role, but by the operator', async () => {
  const api = await makeApi();
  const owner = await memberSession(api.store, 'owner');
  const id = await idOf(api, `owner of ${WORKSPACE}`);
  const refused = { status: 422, body: { issues: [{ message: expect.stringContaining('last owner') }] } };
  expect(await call(api, `PATCH ${BASE}/members/${id}`, { as: owner, body: { role: 'viewer' } })).toMatchObject(
    refused,
  );
  expect(await call(api, `DELETE ${BASE}/members/${id}`, { as: owner })).toMatchObject(refused);
  expect((await api.ask(`DELETE /members/${id}`)).status).toBe(204);
});

test('own sessions are listed, and ended one by one or all others at once; nobody else’s', async () => {
  const api = await makeApi();
  await accept(api, await invite(api));
  const signIn = async () => {
    const body = JSON.stringify({ name: 'Ann', password: PASSWORD });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const response = await api.app.request('/api/v1/session', init);
    const { csrf_token: csrf } = (await response.json()) as { csrf_token: string };
    return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-csrf-token': csrf };
  };
  const [first, second] = [await signIn(), await signIn()];
  const stranger = await memberSession(api.store, 'owner');
  const { body } = await call(api, 'GET /api/v1/sessions', { as: first });
  const items = body['items'] as { id: string; is_current: boolean }[];
  expect(items.filter((one) => one.is_current)).toHaveLength(1);
  expect(items).toHaveLength(3);
  const own = (await call(api, 'GET /api/v1/sessions', { as: second })).body['items'] as typeof items;
  const id = own.find((one) => one.is_current)?.id;
  await call(api, `DELETE /api/v1/sessions/${id}`, { as: stranger });
  expect((await call(api, 'GET /api/v1/session', { as: second })).status).toBe(200);
  await call(api, `DELETE /api/v1/sessions/${id}`, { as: first });
  expect((await call(api, 'GET /api/v1/session', { as: second })).status).toBe(401);
  const third = await signIn();
  await call(api, 'DELETE /api/v1/sessions', { as: third });
  expect((await call(api, 'GET /api/v1/session', { as: first })).status).toBe(401);
  expect((await call(api, 'GET /api/v1/session', { as: third })).status).toBe(200);
});

test.each<[string, (api: Api, session: Headers) => Promise<unknown>]>([
  ['sign-out', (api, as) => call(api, 'DELETE /api/v1/session', { as })],
  [
    'another role',
    async (api) => api.ask(`PATCH /members/${await idOf(api, `viewer of ${WORKSPACE}`)}`, { role: 'member' }),
  ],
])('an open stream ends with its session: %s', async (_, end) => {
  const api = await makeApi();
  const session = await memberSession(api.store, 'viewer');
  const response = await api.app.request(`${BASE}/stream`, { headers: session });
  expect(response.status).toBe(200);
  const text = response.text();
  await end(api, session);
  expect(await text).not.toContain('data:');
});
