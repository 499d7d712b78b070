import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, test, vi } from 'vitest';
import { ERROR_STATUS, type ErrorCode } from '../../lib/protocol/answers.ts';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { createKey } from '../accounts/keys.ts';
import { MESSAGES } from '../http/answers.ts';
import { makeApi } from '../test-support/api.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, type RequestOptions, SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const NOW_SEC = NOW / 1000;
const MIB = 1024 * 1024;

async function said(response: Response): Promise<string> {
  const { status, error } = (await response.json()) as { status?: string; error?: string };
  return `${response.status} ${status ?? error}`;
}

describe('1 the address', () => {
  test.each([
    ['w'.repeat(64), 's'.repeat(64), '200 accepted'],
    ['0_-Z', '0_-z', '200 accepted'],
    ['w'.repeat(65), 'chatgpt', '404 not_found'],
    [WORKSPACE, 's'.repeat(65), '404 not_found'],
    ['_w', 'chatgpt', '404 not_found'],
    ['w.w', 'chatgpt', '404 not_found'],
    [WORKSPACE, 'a.b', '404 not_found'],
    [WORKSPACE, '-a', '404 not_found'],
  ])('1 /webhooks/v1/%s/%s -> %s', async (workspace, source, expected) => {
    const { send, store } = await makeReceiver();
    const secret = 'a secret of its own, long enough';
    await createWorkspace(store, { id: workspace, secret }, NOW);
    const event = makeEvent({ workspace_id: workspace, source });
    expect(await said(await send(event, { secret, path: `/webhooks/v1/${workspace}/${source}` }))).toBe(expected);
  });
});

describe('1.1 ids and secrets', () => {
  test.each([
    ['e'.repeat(128), '200 accepted'],
    ['A-z_0', '200 accepted'],
    ['e'.repeat(129), '400 invalid_header'],
    ['evt.1', '400 invalid_header'],
    ['', '400 invalid_header'],
  ])('1.1 webhook-id %s -> %s', async (id, expected) => {
    const { send } = await makeReceiver();
    expect(await said(await send(makeEvent({ event_id: id })))).toBe(expected);
  });

  test.each([
    ['15 bytes', 'x'.repeat(15), false],
    ['16 bytes', 'x'.repeat(16), true],
    ['whsec_ and 15 bytes', `whsec_${Buffer.alloc(15, 1).toString('base64')}`, false],
    ['whsec_ and 16 bytes', `whsec_${Buffer.alloc(16, 1).toString('base64')}`, true],
  ])('1.1 a secret of %s: taken: %s', async (_, secret, isTaken) => {
    const { store } = await makeReceiver();
    expect((await createKey(store, { workspaceId: WORKSPACE, name: 'a', secret }, NOW)).ok).toBe(isTaken);
  });

  test.each(['any.key:of_its-own', 'k'.repeat(255)])(
    '1.1 in compat the key of an outside sender may be anything of its own: %s',
    async (key) => {
      const { send } = await makeReceiver();
      const options = { bodyOnly: true, headers: { 'x-iw-idempotency-key': key } };
      expect(await said(await send(makeEvent(), options))).toBe('200 accepted');
    },
  );
});

describe('1.2 the body', () => {
  test('1.2 every field of a message comes back as it was sent', async () => {
    const { send, store, tell } = await makeApi();
    const message = {
      id: 'm2',
      parent_id: 'm1',
      index: 1,
      role: 'assistant',
      content: 'A **b** ü',
      reasoning: 'Hm.',
      timestamp: '2026-11-21T09:29:30.000Z',
      model: 'gpt-5',
      attachments: [{ id: 'f1', name: 'a.txt', mime_type: 'text/plain', size: 3, text: 'abc' }],
      citations: [{ title: 'One', url: 'https://one.example/' }],
    };
    const data = {
      session_id: 's1',
      conversation_title: 'Tea',
      messages: [{ id: 'm1', index: 0, role: 'user', content: 'Q' }, message],
      branches: [{ parent_id: 'm1', messages: [{ id: 'm3', role: 'assistant', content: 'B' }] }],
      labels: ['brainstorming'],
      links: ['https://chatgpt.com/c/s1'],
      url: 'https://chatgpt.com/c/s1',
      capture: { completeness: 'complete', snapshot: 'full', total_messages: 2 },
    };
    await send(makeEvent({ data }));
    await vi.waitFor(async () => expect((await store.countInbox()).waiting).toBe(0));
    const { items } = (await tell('GET /conversations')).body as { items: { id: string }[] };
    const { body } = await tell(`GET /conversations/${items[0]?.id}`);
    expect(body).toMatchObject({
      session_id: 's1',
      title: 'Tea',
      url: data.url,
      labels: data.labels,
      models: ['gpt-5'],
      message_count: 2,
      completeness: 'complete',
    });
    expect((body['messages'] as unknown[])[1]).toEqual(message);
  });

  test('1.2 the receiver takes 4 MiB, and no byte more', async () => {
    const { send } = await makeReceiver();
    const bodyOf = (bytes: number) => utf8Bytes(JSON.stringify(makeEvent()).padEnd(bytes));
    expect(await said(await send(makeEvent(), { body: bodyOf(4 * MIB + 1) }))).toBe('413 payload_too_large');
    expect(await said(await send(makeEvent(), { body: bodyOf(4 * MIB) }))).toBe('200 accepted');
  });

  test('1.2 a body field idempotency_key is like any other: it is no key', async () => {
    const { send } = await makeReceiver();
    const event = (id: string) => makeEvent({ event_id: id, idempotency_key: 'the same' });
    expect(await said(await send(event('evt_1')))).toBe('200 accepted');
    expect(await said(await send(event('evt_2')))).toBe('200 accepted');
  });
});

describe('1.3 of two things that are wrong the earlier is told', () => {
  const tooLarge = utf8Bytes(JSON.stringify(makeEvent()).padEnd(5 * MIB));
  const notJson = utf8Bytes('{');
  const wrongTime = { timestampSec: NOW_SEC - 301 };
  const stranger = { secret: 'another secret text' };
  const elsewhere = JSON.stringify(makeEvent({ workspace_id: 'ws_2', data: {} }));

  test.each<[string, string, Partial<RequestOptions> & { path?: string }]>([
    ['route and header', '404 not_found', { path: '/webhooks/v1/-/-', headers: { 'x-iw-timestamp': '1' } }],
    ['header and size', '400 invalid_header', { headers: { 'webhook-id': 'a.b' }, body: tooLarge }],
    ['size and signature', '413 payload_too_large', { ...stranger, body: tooLarge }],
    ['signature and time', '401 invalid_signature', { ...stranger, ...wrongTime }],
    ['time and JSON', '401 invalid_timestamp', { ...wrongTime, body: notJson }],
    ['place and schema', '422 workspace_mismatch', { body: utf8Bytes(elsewhere) }],
  ])('1.3 %s: %s', async (_, expected, options) => {
    const { send } = await makeReceiver();
    expect(await said(await send(makeEvent(), options))).toBe(expected);
  });

  test('1.3 schema and what was seen before: 422 invalid_payload', async () => {
    const { send } = await makeReceiver();
    await send();
    expect(await said(await send(makeEvent({ data: {} })))).toBe('422 invalid_payload');
  });

  test('1.3 rate and header: 429 rate_limited', async () => {
    const { send } = await makeReceiver({ ratePerMinute: 1 });
    await send();
    expect(await said(await send(makeEvent(), { headers: { 'webhook-id': 'a.b' } }))).toBe('429 rate_limited');
  });
});

describe('1.3 policy', () => {
  test('1.3 strict asks for the strong signature from the first request on, for that source alone', async () => {
    const { send, tell } = await makeApi();
    await tell('PUT /sources/chatgpt', { policy: 'strict' });
    expect(await said(await send(makeEvent(), { bodyOnly: true }))).toBe('401 strong_signature_required');
    const claude = makeEvent({ source: 'claude', event_id: 'evt_2' });
    const path = `/webhooks/v1/${WORKSPACE}/claude`;
    expect(await said(await send(claude, { bodyOnly: true, path }))).toBe('200 accepted');
    expect(await said(await send())).toBe('200 accepted');
  });
});

describe('1.4 errors', () => {
  test.each(Object.keys(ERROR_STATUS) as ErrorCode[])('1.4 %s says what to do, and nothing of the inside', (code) => {
    expect(MESSAGES[code]).toMatch(/^\w.{20,150}(\.|receiver -- pair)$/);
    expect(MESSAGES[code]).not.toMatch(/\.ts\b|Error:|node_modules/);
  });

  test('1.4 what fails inside says nothing of where and why', async () => {
    const { send, store } = await makeReceiver();
    vi.spyOn(store, 'acceptBatch').mockRejectedValue(new TypeError(`${SECRET} at receiver/store.ts`));
    const answer = await send();
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'internal_error', message: expect.any(String) });
  });
});

describe('1.6 blobs', () => {
  test('1.6 50 MiB, and no byte more', { timeout: 60_000 }, async () => {
    const { app } = await makeReceiver();
    const put = async (bytes: Uint8Array<ArrayBuffer>) => {
      const digest = createHash('sha256').update(bytes).digest('hex');
      const { headers } = await signedInit({ event_id: digest }, { timestampSec: NOW_SEC, body: bytes });
      const init = { method: 'PUT', headers, body: bytes };
      return (await app.request(`/webhooks/v1/${WORKSPACE}/blobs/${digest}`, init)).status;
    };
    expect(await put(new Uint8Array(50 * MIB + 1))).toBe(413);
    expect(await put(new Uint8Array(50 * MIB))).toBe(201);
  });
});

describe('1.7 the test endpoint', () => {
  const countRows = (database: DatabaseSync) => {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      .all() as { name: string }[];
    const count = (name: string) => database.prepare(`SELECT COUNT(*) AS n FROM "${name}"`).get()?.['n'];
    return Object.fromEntries(tables.map(({ name }) => [name, count(name)]));
  };

  test('1.7 leaves nothing but a row in the log of what was refused', async () => {
    const { send, database } = await makeReceiver();
    const before = countRows(database);
    expect(await said(await send(makeEvent(), { path: '/webhooks/v1/test' }))).toBe('200 ok');
    expect(countRows(database)).toEqual(before);
    await send(makeEvent({ timestamp: 'today' }), { path: '/webhooks/v1/test' });
    await vi.waitFor(() => expect(countRows(database)).toEqual({ ...before, refusals: 1 }), { timeout: 5000 });
  });
});
