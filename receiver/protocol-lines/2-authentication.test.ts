import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { sign as signAsGithub } from '@octokit/webhooks-methods';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { createKey } from '../accounts/keys.ts';
import { createToken, type WantedToken } from '../accounts/tokens.ts';
import { ACCEPTED, makeGenericReceiver, type PlainRequest, SEEN_BEFORE } from '../test-support/generic-receiver.ts';
import { NOW } from '../test-support/receiver.ts';
import { SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const NOW_SEC = NOW / 1000;
const PROVIDER_SECRET = 'what the provider signs with';
const UNSIGNED = { status: 401, body: { error: 'invalid_signature' } };

interface Provider {
  scheme: 'github' | 'stripe' | 'slack' | 'shopify';
  text: string;
  headers: (text: string, at?: { secret?: string; timeSec?: number }) => Promise<Record<string, string>>;
  expected: { eventType: string; key: string };
  /** Whether the time is signed. */
  isTimed: boolean;
}

/** GitHub and Stripe sign with their own libraries, the others as they document it. */
const PROVIDERS: Provider[] = [
  {
    scheme: 'github',
    text: '{"action":"opened","issue":{"title":"Grüße 🧠"}}',
    headers: async (text, { secret = PROVIDER_SECRET } = {}) => ({
      'x-hub-signature-256': await signAsGithub(secret, text),
      'x-github-event': 'issues',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    }),
    expected: { eventType: 'issues', key: '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
    isTimed: false,
  },
  {
    scheme: 'stripe',
    text: '{"id":"evt_1Nl","object":"event","type":"payment_intent.succeeded"}',
    headers: async (payload, { secret = PROVIDER_SECRET, timeSec = NOW_SEC } = {}) => ({
      'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: timeSec }),
    }),
    expected: { eventType: 'payment_intent.succeeded', key: 'evt_1Nl' },
    isTimed: true,
  },
  {
    scheme: 'slack',
    text: '{"type":"event_callback","event_id":"Ev08","event":{"type":"message","text":"hi"}}',
    headers: async (text, { secret = PROVIDER_SECRET, timeSec = NOW_SEC } = {}) => ({
      'x-slack-request-timestamp': String(timeSec),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timeSec}:${text}`).digest('hex')}`,
    }),
    expected: { eventType: 'message', key: 'Ev08' },
    isTimed: true,
  },
  {
    scheme: 'shopify',
    text: '{"id":820982911946154500,"email":"jon@example.com"}',
    headers: async (text, { secret = PROVIDER_SECRET } = {}) => ({
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
      'x-shopify-topic': 'orders/create',
      'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
    }),
    expected: { eventType: 'orders/create', key: '98880550-7158-44d4-b7cd-2c97c8a091b5' },
    isTimed: false,
  },
];

async function makeProviderReceiver({ scheme }: Provider) {
  const receiver = await makeGenericReceiver();
  await receiver.setSource(scheme, { scheme, secret: PROVIDER_SECRET });
  const postAs = async (text: string, headers: Record<string, string>, query = '') =>
    receiver.post(text, { query: `source=${scheme}&${query}`, headers });
  return { ...receiver, postAs };
}

describe.each(PROVIDERS)('2 $scheme', (provider) => {
  const { scheme, text, headers, expected, isTimed } = provider;

  test('2 is accepted with the type and the delivery id of the provider, whatever the query says', async () => {
    const { postAs, lastSubmitted } = await makeProviderReceiver(provider);
    expect(await postAs(text, await headers(text), 'event_type=asked&dedupe_key=asked')).toEqual(ACCEPTED);
    const proof = isTimed ? 'strong' : 'body';
    expect(lastSubmitted()).toMatchObject({ source: scheme, scheme, proof, keyId: null, ...expected });
    expect(Buffer.from(lastSubmitted().body ?? []).toString()).toBe(text);
  });

  test('2 delivered again it was seen before', async () => {
    const { postAs, clock } = await makeProviderReceiver(provider);
    expect(await postAs(text, await headers(text))).toEqual(ACCEPTED);
    clock.now += 60_000;
    expect(await postAs(text, await headers(text, { timeSec: NOW_SEC + 60 }), 'dedupe_key=fresh')).toEqual(SEEN_BEFORE);
  });

  test('2 a captured delivery is a duplicate under any other id and in any other source', async () => {
    const { postAs, post, setSource, clock } = await makeProviderReceiver(provider);
    await setSource('second', { scheme, secret: PROVIDER_SECRET });
    const captured = await headers(text);
    expect(await postAs(text, captured)).toEqual(ACCEPTED);
    const renamed = { ...captured, 'x-github-delivery': 'fresh', 'x-shopify-event-id': 'fresh' };
    expect(await postAs(text, renamed)).toEqual(SEEN_BEFORE);
    expect(await post(text, { query: 'source=second', headers: renamed })).toEqual(SEEN_BEFORE);
    clock.now += 30 * 86_400_000;
    expect(await postAs(text, renamed)).toMatchObject(
      isTimed ? { status: 401, body: { error: 'invalid_timestamp' } } : SEEN_BEFORE,
    );
  });

  test('2 is refused with another secret, another body, without a signature', async () => {
    const { postAs, hasSubmitted } = await makeProviderReceiver(provider);
    expect(await postAs(text, await headers(text, { secret: 'a secret of somebody else' }))).toMatchObject(UNSIGNED);
    expect(await postAs(`${text} `, await headers(text))).toMatchObject(UNSIGNED);
    expect(await postAs(text, {})).toMatchObject(UNSIGNED);
    expect(hasSubmitted()).toBe(false);
  });

  test('2 does not take another way to sign, nor does another source take its', async () => {
    const { postAs, post, postSigned } = await makeProviderReceiver(provider);
    expect(await postSigned({ n: 1 }, { query: `source=${scheme}` })).toMatchObject(UNSIGNED);
    expect(await postAs(text, { authorization: `Bearer ${PROVIDER_SECRET}` })).toMatchObject(UNSIGNED);
    expect(await post(text, { query: 'source=other', headers: await headers(text) })).toMatchObject(UNSIGNED);
    const elsewhere = await postSigned({ source: scheme });
    expect(elsewhere).toMatchObject({ status: 422, body: { error: 'source_mismatch' } });
  });
});

describe.each(PROVIDERS.filter(({ isTimed }) => isTimed))('2 $scheme', (provider) => {
  const { text, headers } = provider;

  test('2 is refused outside the tolerance, and says so to whoever has the secret', async () => {
    const { postAs } = await makeProviderReceiver(provider);
    for (const timeSec of [NOW_SEC - 301, NOW_SEC + 301]) {
      expect(await postAs(text, await headers(text, { timeSec }))).toMatchObject({
        status: 401,
        body: { error: 'invalid_timestamp', server_time: NOW_SEC, tolerance_seconds: 300 },
      });
      const stranger = await headers(text, { timeSec, secret: 'a secret of somebody else' });
      expect(await postAs(text, stranger)).toMatchObject(UNSIGNED);
    }
    expect(await postAs(text, await headers(text, { timeSec: NOW_SEC - 300 }))).toEqual(ACCEPTED);
  });
});

describe('2 slack', () => {
  const slack = PROVIDERS[2]!;

  test('2 gets back the challenge with which it checks an address, and nothing is stored', async () => {
    const { postAs, hasSubmitted } = await makeProviderReceiver(slack);
    const text = '{"type":"url_verification","token":"x","challenge":"3eZbrw1aB10FEMAGAZd4FyFQ"}';
    const answer = await postAs(text, await slack.headers(text));
    expect(answer).toEqual({ status: 200, body: { challenge: '3eZbrw1aB10FEMAGAZd4FyFQ' } });
    expect(hasSubmitted()).toBe(false);
  });

  test('2 a challenge that Slack did not sign is not answered', async () => {
    const { postAs, post } = await makeProviderReceiver(slack);
    const text = '{"type":"url_verification","challenge":"x"}';
    expect(await postAs(text, await slack.headers(text, { secret: 'somebody else has this' }))).toMatchObject(UNSIGNED);
    expect(await post(text)).toMatchObject(UNSIGNED);
  });
});

describe('2 iw and standard', () => {
  test.each([
    ['iw', { headers: { 'webhook-id': undefined, 'webhook-timestamp': undefined, 'webhook-signature': undefined } }],
    ['standard', { headers: { 'x-iw-signature': undefined, 'x-iw-timestamp': undefined } }],
  ] as const)('2 %s asks for its own headers', async (scheme, only) => {
    const { postSigned, setSource, lastSubmitted } = await makeGenericReceiver();
    await setSource('tool', { scheme });
    await setSource('other', { scheme: scheme === 'iw' ? 'standard' : 'iw' });
    expect(await postSigned({}, { query: 'source=other', ...only })).toMatchObject(UNSIGNED);
    expect(await postSigned({}, { query: 'source=tool', ...only })).toEqual(ACCEPTED);
    expect(lastSubmitted().scheme).toBe(scheme);
  });

  test('2 what the npm package standardwebhooks signs, with a secret that the tool issued', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const { post, setSource, lastSubmitted } = await makeGenericReceiver();
    await setSource('clerk', { scheme: 'standard', secret });
    const text = '{"type":"user.created","data":{"id":"user_1"}}';
    const signature = new StandardWebhook(secret).sign('msg_p5jXN8', new Date(NOW), text);
    const headers = {
      'webhook-id': 'msg_p5jXN8',
      'webhook-timestamp': String(NOW_SEC),
      'webhook-signature': signature,
    };
    expect(await post(text, { query: 'source=clerk', headers })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ eventType: 'user.created', key: 'msg_p5jXN8', proof: 'strong' });
    expect(await post(text, { query: 'source=clerk', headers })).toEqual(SEEN_BEFORE);
    expect(await post(text, { query: 'source=other', headers })).toMatchObject(UNSIGNED);
    const withOtherId = { ...headers, 'webhook-id': 'msg_2' };
    expect(await post(text, { query: 'source=clerk', headers: withOtherId })).toMatchObject(UNSIGNED);
  });

  test('2 outside the tolerance', async () => {
    const { postSigned } = await makeGenericReceiver();
    expect(await postSigned({}, { timestampSec: NOW_SEC - 301 })).toMatchObject({
      status: 401,
      body: { error: 'invalid_timestamp', server_time: NOW_SEC },
    });
  });

  test('2 a source that once signed strongly has to go on', async () => {
    const { postSigned } = await makeGenericReceiver();
    expect(await postSigned({ n: 1 }, { query: 'source=tool' })).toEqual(ACCEPTED);
    expect(await postSigned({ n: 2 }, { query: 'source=tool', id: 'msg_2', bodyOnly: true })).toMatchObject({
      status: 401,
      body: { error: 'strong_signature_required' },
    });
  });

  test('2 a body for another workspace -> 422', async () => {
    const { postSigned } = await makeGenericReceiver();
    expect(await postSigned({ workspace_id: 'ws_2' })).toMatchObject({
      status: 422,
      body: { error: 'workspace_mismatch' },
    });
  });

  test('2 a key of one source signs for no other, whatever body or query say', async () => {
    const { store, postSigned } = await makeGenericReceiver();
    const secret = 'a secret of zendesk alone';
    await createKey(store, { workspaceId: 'ws_1', name: 'zendesk', source: 'zendesk', secret }, NOW);
    const asZendesk = async (body: Record<string, unknown>, query: string) => postSigned(body, { query, secret });
    expect(await asZendesk({ n: 1 }, 'source=stripe')).toMatchObject(UNSIGNED);
    expect(await asZendesk({ source: 'stripe' }, 'source=zendesk')).toMatchObject({
      status: 422,
      body: { error: 'source_mismatch' },
    });
    expect(await asZendesk({ source: 'zendesk' }, 'source=zendesk')).toEqual(ACCEPTED);
  });
});

describe('2 bearer', () => {
  const token = 'an ingest token of enough bytes'.replaceAll(' ', '-');

  test.each(['bearer', null] as const)('2 a token suffices where the scheme is %s', async (scheme) => {
    const { post, setSource, lastSubmitted } = await makeGenericReceiver();
    await setSource('form', { scheme, secret: token });
    const headers = { authorization: `Bearer ${token}` };
    expect(await post('{"type":"sent"}', { query: 'source=form&event_type=asked', headers })).toEqual(ACCEPTED);
    // A token says nothing about the body: the query comes first.
    expect(lastSubmitted()).toMatchObject({ scheme: 'bearer', proof: 'token', eventType: 'asked', key: '' });
    expect(JSON.stringify(lastSubmitted().headers)).not.toContain(token);
  });

  test.each<[string, PlainRequest]>([
    ['no token', {}],
    ['another token', { headers: { authorization: 'Bearer another-token-of-enough-bytes' } }],
    ['a beginning of the token', { headers: { authorization: `Bearer ${token.slice(0, -1)}` } }],
    ['another kind', { headers: { authorization: `Basic ${token}` } }],
    ['the token of another source', { query: 'source=other', headers: { authorization: `Bearer ${token}` } }],
  ])('2 %s -> 401', async (_, request) => {
    const { post, setSource } = await makeGenericReceiver();
    await setSource('form', { scheme: 'bearer', secret: token });
    await setSource('other', { scheme: 'bearer', secret: 'the token of the other source' });
    expect(await post('{}', { query: 'source=form', ...request })).toMatchObject(UNSIGNED);
  });

  test.each<[allowed: boolean, whose: string, WantedToken]>([
    [true, 'that brings in', { workspaceId: WORKSPACE, name: 'form', scopes: ['ingest'] }],
    [true, 'for everything', { workspaceId: WORKSPACE, name: 'all', scopes: ['admin'] }],
    [false, 'that only reads and writes', { workspaceId: WORKSPACE, name: 'reader', scopes: ['read', 'write'] }],
    [false, 'of another workspace', { workspaceId: 'ws_other', name: 'other', scopes: ['ingest', 'admin'] }],
    [false, 'of the operator', { workspaceId: null, name: 'operator', scopes: ['admin'] }],
  ])('2 %s: a token of the API %s', async (isAllowed, _, wanted) => {
    const { post, setSource, store, lastSubmitted, hasSubmitted } = await makeGenericReceiver();
    await createWorkspace(store, { id: 'ws_other', secret: 'secret-of-the-other-workspace' }, NOW);
    const made = await createToken(store, wanted, NOW);
    if (!made.ok) throw new Error(made.reason);
    await setSource('form', { scheme: 'bearer', secret: token });
    const headers = { authorization: `Bearer ${made.token}` };
    for (const source of ['form', 'new']) {
      const answer = await post('{}', { query: `source=${source}`, headers });
      expect(answer).toMatchObject(isAllowed ? ACCEPTED : UNSIGNED);
    }
    expect(hasSubmitted()).toBe(isAllowed);
    if (isAllowed) expect(lastSubmitted()).toMatchObject({ scheme: 'bearer', proof: 'token' });
    const revoked = await store.revokeToken({ workspaceId: wanted.workspaceId, id: made.id, now: NOW });
    expect(revoked).toBe(true);
    expect(await post('{}', { query: 'source=new', headers })).toMatchObject(UNSIGNED);
  });

  test('2 a bearer source does not take signatures', async () => {
    const { postSigned, setSource } = await makeGenericReceiver();
    await setSource('form', { scheme: 'bearer', secret: token });
    expect(await postSigned({}, { query: 'source=form' })).toMatchObject(UNSIGNED);
  });
});

describe('2 not configured: iw, standard or bearer, and deny by default', () => {
  test.each<[string, PlainRequest]>([
    ['nothing', {}],
    ['an empty token', { headers: { authorization: 'Bearer ' } }],
    ['a token that nobody gave out', { headers: { authorization: 'Bearer null' } }],
    ['the name of a source', { query: 'source=github' }],
    ['an unknown workspace', { workspace: 'ws_none' }],
  ])('2 %s -> 401', async (_, request) => {
    const { post, hasSubmitted } = await makeGenericReceiver();
    expect(await post('{}', request)).toMatchObject(UNSIGNED);
    expect(hasSubmitted()).toBe(false);
  });

  test('2 signed both ways, weakly, and beside a header that some proxy needs', async () => {
    const { postSigned } = await makeGenericReceiver();
    expect(await postSigned({ n: 1 }, { id: 'm1', query: 'source=a', bodyOnly: true })).toEqual(ACCEPTED);
    expect(await postSigned({ n: 2 }, { id: 'm2', query: 'source=a' })).toEqual(ACCEPTED);
    const proxied = { id: 'm3', query: 'source=a', headers: { authorization: 'Basic dXNlcjpwYXNz' } };
    expect(await postSigned({ n: 3 }, proxied)).toEqual(ACCEPTED);
  });

  test.each([
    ['missing_header', { 'x-iw-timestamp': undefined }],
    ['invalid_header', { 'x-iw-idempotency-key': 'a b' }],
  ])('2 who means to sign hears %s, the same wherever it knocks', async (error, change) => {
    const { postSigned, post, setSource } = await makeGenericReceiver();
    await setSource('github', { scheme: 'github', secret: PROVIDER_SECRET });
    await setSource('form', { scheme: 'bearer', secret: 'a token of the form source' });
    const { headers, body } = await signedInit(
      { event_id: 'm1' },
      { timestampSec: NOW_SEC, bodyOnly: true, headers: change },
    );
    const answers = await Promise.all([
      post(body, { headers }),
      post(body, { headers, query: 'source=github' }),
      post(body, { headers, query: 'source=form' }),
      post(body, { headers, workspace: 'ws_none' }),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 400, body: { error } });
    expect((await postSigned({}, { bodyOnly: true })).status).toBe(202);
  });

  test('2 no answer tells a stranger which workspaces there are and how a source is set up', async () => {
    const { post, setSource } = await makeGenericReceiver();
    await setSource('github', { scheme: 'github', secret: PROVIDER_SECRET });
    await setSource('form', { scheme: 'bearer', secret: 'a token of the form source' });
    const signed = await signedInit({ event_id: 'm1' }, { timestampSec: 1_000_000_000, secret: 'a stranger has this' });
    const tries: Record<string, string>[] = [{}, signed.headers, { authorization: 'Bearer x' }];
    for (const headers of tries) {
      const answers = await Promise.all(
        ['ws_1', 'ws_none'].flatMap((workspace) =>
          ['generic', 'github', 'form'].map((source) => post('{}', { workspace, query: `source=${source}`, headers })),
        ),
      );
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]).toMatchObject(UNSIGNED);
    }
  });

  test("2 another workspace's secret signs nothing here", async () => {
    const { store, postSigned } = await makeGenericReceiver();
    const secret = 'a secret of ws_2, other';
    await createWorkspace(store, { id: 'ws_2', secret }, NOW);
    expect(await postSigned({}, { secret })).toMatchObject(UNSIGNED);
    expect(await postSigned({}, { secret: SECRET })).toEqual(ACCEPTED);
  });
});

describe('2 none', () => {
  test('2 is marked as not verified on every row', async () => {
    const { post, setSource, lastSubmitted } = await makeGenericReceiver();
    await setSource('form', { scheme: 'none' });
    expect(await post('{"type":"a"}', { query: 'source=form' })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ scheme: 'none', proof: 'none', keyId: null });
  });

  test('2 says nothing about a conversation, whatever it calls itself', async () => {
    const { post, setSource, store, clock } = await makeGenericReceiver();
    await setSource('form', { scheme: 'none' });
    const data = { session_id: 's1', messages: [{ role: 'user', content: 'planted' }] };
    const event = { event_id: 'evt_1', source: 'form', type: 'brain.ingest', workspace_id: 'ws_1', data };
    const planted = { ...event, timestamp: '2026-11-21T09:30:00Z' };
    expect(await post(JSON.stringify(planted), { query: 'source=form' })).toEqual(ACCEPTED);
    await expect.poll(async () => store.countInbox()).toMatchObject({ waiting: 0, parked: 0 });
    expect(await store.dueNotes({ now: clock.now + 1e9, limit: 10 })).toEqual([]);
  });

  test('2 may not use a source that another scheme owns', async () => {
    const { setSource, post } = await makeGenericReceiver();
    await setSource('github', { scheme: 'github', secret: PROVIDER_SECRET });
    await expect(setSource('github', { scheme: 'none' })).rejects.toThrow('source_owned');
    expect(await post('{}', { query: 'source=github' })).toMatchObject(UNSIGNED);
  });

  test('2 the body of an open source cannot send itself to another', async () => {
    const { post, setSource, lastSubmitted } = await makeGenericReceiver();
    await setSource('form', { scheme: 'none' });
    await setSource('github', { scheme: 'github', secret: PROVIDER_SECRET });
    const text = '{"source":"github","event_id":"evt_1"}';
    expect(await post(text, { query: 'source=form', headers: { 'x-github-event': 'push' } })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ source: 'form', eventType: 'received', key: '' });
  });
});

describe('2 headers that prove something come once', () => {
  test.each(['authorization', 'x-hub-signature-256', 'stripe-signature', 'x-slack-signature', 'x-iw-signature'])(
    '2 %s twice -> 400',
    async (name) => {
      const { url } = await makeGenericReceiver();
      const sent = request(`${url}/api/v1/webhooks/generic/ws_1`, { method: 'POST' });
      sent.setHeader('content-type', 'application/json');
      sent.setHeader(name, ['a', 'a']);
      sent.end('{}');
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(400);
      expect(await json(response)).toMatchObject({ error: 'invalid_header', header: name });
    },
  );
});
