import { expect, test } from 'vitest';
import { createInvitation, createLoginLink } from '../../accounts/sessions.ts';
import { makeApi } from '../../test-support/api.ts';
import { NOW } from '../../test-support/receiver.ts';
import { WORKSPACE } from '../../test-support/signed-request.ts';

const DAY_MS = 86_400_000;
const PASSWORD = 'correct horse battery';

type Api = Awaited<ReturnType<typeof makeApi>>;

/** A browser with one cookie. */
function browserOf({ app }: Api) {
  let cookie = '';
  let csrf = '';
  const call = async (request: string, body?: object, more: Record<string, string> = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const headers = { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json', ...more };
    const response = await app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    const json = (text ? JSON.parse(text) : null) as Record<string, unknown> | null;
    if (typeof json?.['csrf_token'] === 'string') csrf = json['csrf_token'];
    return { status: response.status, body: json, set };
  };
  return { call, signIn: (body: object) => call('POST /api/v1/session', body), cookie: () => cookie };
}

async function signedIn(api: Api) {
  const browser = browserOf(api);
  const signedIn = await browser.signIn({ link: await createLoginLink(api.store, api.clock.now) });
  expect(signedIn.status).toBe(201);
  return browser;
}

test('a link signs the operator in, once, with a cookie that no script can read and no other site sends', async () => {
  const api = await makeApi();
  const link = await createLoginLink(api.store, NOW);
  const first = await browserOf(api).signIn({ link });
  expect(first.set).toMatch(/^brainpost_session_web=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(first.body).toMatchObject({
    user: { name: 'owner', is_operator: true, has_password: false },
    workspaces: [{ id: WORKSPACE, role: 'owner' }],
  });
  expect(await browserOf(api).signIn({ link })).toMatchObject({ status: 401, set: null });
  const later = await createLoginLink(api.store, NOW);
  api.clock.now += 3_600_000;
  expect((await browserOf(api).signIn({ link: later })).status).toBe(401);
  expect((await api.store.findOperator())?.name).toBe('owner');
});

test('the cookie is Secure where the receiver is reached by https', async () => {
  const api = await makeApi({ publicUrl: 'https://brain.example.org' });
  const link = await createLoginLink(api.store, NOW);
  const { set } = await browserOf(api).call('POST /api/v1/session', { link }, { host: 'brain.example.org' });
  expect(set).toContain('; Secure');
});

test('an invitation is no way to sign in as the operator, and is not used up by trying', async () => {
  const api = await makeApi();
  const invitation = await createInvitation(
    api.store,
    { invitation: { workspaceId: WORKSPACE, role: 'viewer', note: '' }, validHours: 1 },
    NOW,
  );
  expect((await browserOf(api).signIn({ link: invitation.token })).status).toBe(401);
  expect(await api.store.listInvitations(WORKSPACE, NOW)).toHaveLength(1);
});

test('a session reads by its cookie alone and changes with its CSRF token; signed out, neither', async () => {
  const api = await makeApi();
  const browser = await signedIn(api);
  const path = `/api/v1/workspaces/${WORKSPACE}`;
  expect((await browser.call(`GET ${path}`, undefined, { 'x-csrf-token': '' })).status).toBe(200);
  const forged = await browser.call(`PATCH ${path}`, { name: 'x' }, { 'x-csrf-token': 'x' });
  expect(forged).toMatchObject({ status: 403, body: { error: 'invalid_csrf_token' } });
  expect((await browser.call(`PATCH ${path}`, { name: 'Mine' })).body).toMatchObject({ name: 'Mine' });
  const cookie = browser.cookie();
  expect((await browser.call('DELETE /api/v1/session')).set).toMatch(/Max-Age=0/);
  expect((await browser.call(`GET ${path}`, undefined, { cookie })).status).toBe(401);
});

test('a wrong token is not made up for by a cookie', async () => {
  const api = await makeApi();
  const browser = await signedIn(api);
  const answer = await browser.call('GET /api/v1/session', undefined, { authorization: 'Bearer wrong' });
  expect(answer.status).toBe(401);
});

test.each([
  ['14 days without use', [15 * DAY_MS], 401],
  ['used every week', Array.from({ length: 12 }, () => 7 * DAY_MS), 200],
  ['90 days, though used', Array.from({ length: 13 }, () => 7 * DAY_MS), 401],
])('%s', async (_, waits, expected) => {
  const api = await makeApi();
  const browser = await signedIn(api);
  let status = 0;
  for (const wait of waits) {
    api.clock.now += wait;
    ({ status } = await browser.call('GET /api/v1/session'));
  }
  expect(status).toBe(expected);
});

test('a password signs in; a new one ends the other sessions and needs the old one', async () => {
  const api = await makeApi();
  const browser = await signedIn(api);
  const other = await signedIn(api);
  expect((await browser.call('PATCH /api/v1/session', { password: 'short' })).status).toBe(422);
  const changed = await browser.call('PATCH /api/v1/session', { name: 'Ann', password: PASSWORD });
  expect(changed.body).toMatchObject({ user: { name: 'Ann', has_password: true } });
  expect((await browser.call('GET /api/v1/session')).status).toBe(200);
  expect((await other.call('GET /api/v1/session')).status).toBe(401);

  const back = browserOf(api);
  expect(await back.signIn({ name: 'ann', password: `${PASSWORD}!` })).toMatchObject({ status: 401, set: null });
  expect((await back.signIn({ name: 'nobody', password: PASSWORD })).status).toBe(401);
  expect((await back.signIn({ name: 'ann', password: PASSWORD })).status).toBe(201);
  const wrong = await back.call('PATCH /api/v1/session', { password: 'another password', current_password: 'x' });
  expect(wrong).toMatchObject({ status: 422, body: { issues: [{ path: 'current_password' }] } });
  const right = { password: 'another password', current_password: PASSWORD };
  expect((await back.call('PATCH /api/v1/session', right)).status).toBe(200);
  expect(api.log()).not.toContain('horse');
});

test('who guesses at a name has to wait, and then the right password does, too', async () => {
  const api = await makeApi();
  await (await signedIn(api)).call('PATCH /api/v1/session', { password: PASSWORD });
  const statuses = [];
  for (let i = 0; i < 11; i += 1)
    statuses.push((await browserOf(api).signIn({ name: 'owner', password: `guess ${i}` })).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  expect((await browserOf(api).signIn({ name: 'OWNER', password: PASSWORD })).status).toBe(429);
  api.clock.now += 60_000;
  expect((await browserOf(api).signIn({ name: 'OWNER', password: PASSWORD })).status).toBe(201);
});

test.each(['cross-site', 'same-site', 'none'])('nobody is signed in by a page that is %s', async (site) => {
  const api = await makeApi();
  const body = { link: await createLoginLink(api.store, NOW) };
  const forged = await browserOf(api).call('POST /api/v1/session', body, { 'sec-fetch-site': site });
  expect(forged).toMatchObject({ status: 403, set: null });
});
