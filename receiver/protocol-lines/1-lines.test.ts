import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test, vi } from 'vitest';
import { generateSecret } from '../../lib/protocol/secret.ts';
import { createKey, rotateKeys } from '../accounts/keys.ts';
import { KeyRing } from '../ingest/key-ring.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const HOUR_MS = 3_600_000;
const PATH = `/webhooks/v1/${WORKSPACE}/chatgpt`;

async function said(response: Response): Promise<string> {
  const { status, error } = (await response.json()) as { status?: string; error?: string };
  return `${response.status} ${status ?? error}`;
}

describe('1.1 what other implementations of Standard Webhooks sign', () => {
  test.each([
    ['standardwebhooks', (secret: string) => new StandardWebhook(secret)],
    ['svix', (secret: string) => new SvixWebhook(secret)],
  ])('1.1 %s: is accepted, and again is a duplicate', async (_, make) => {
    const { app, store } = await makeReceiver();
    const secret = generateSecret();
    await createKey(store, { workspaceId: WORKSPACE, name: 'of a tool', secret }, NOW);
    const body = JSON.stringify(makeEvent());
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(NOW / 1000),
      'webhook-signature': make(secret).sign('evt_1', new Date(NOW), body),
    };
    const post = async () => said(await app.request(PATH, { method: 'POST', headers, body }));
    expect([await post(), await post()]).toEqual(['200 accepted', '200 duplicate']);
  });
});

describe('1.2 a capture in parts', () => {
  const part = (index: number, count = 3) =>
    makeEvent({
      event_id: `part_${index}`,
      data: {
        session_id: 's1',
        messages: [{ role: 'user', id: `m${index}`, index, content: `text ${index}` }],
        capture: {
          completeness: 'complete',
          snapshot: 'full',
          total_messages: count,
          part: { index, count, capture_id: 'c1' },
        },
      },
    });

  test('1.2 out of order and twice: one conversation, and a missing part shows until it is there', async () => {
    const { send, store, database } = await makeReceiver();
    const conversation = async () => {
      await vi.waitFor(async () => expect((await store.countInbox()).waiting).toBe(0));
      return { ...database.prepare('SELECT completeness, message_count FROM conversations').get() };
    };
    expect(await said(await send(part(2)))).toBe('200 accepted');
    expect(await said(await send(part(0)))).toBe('200 accepted');
    expect(await said(await send(part(2)))).toBe('200 duplicate');
    expect(await conversation()).toMatchObject({ completeness: 'window' });
    expect(await said(await send(part(1)))).toBe('200 accepted');
    expect(await conversation()).toEqual({ completeness: 'complete', message_count: 3 });
  });
});

describe('1.3.5 every live key', () => {
  test('1.3.5 an old key is good for 24 hours beside the one that takes its place', async () => {
    const { send, store, clock } = await makeReceiver();
    const rotated = await rotateKeys(store, { workspaceId: WORKSPACE, name: 'next' }, NOW);
    if (!rotated.ok) throw new Error(rotated.reason);
    const sendWith = async (secret: string, id: string) => said(await send(makeEvent({ event_id: id }), { secret }));
    expect(await sendWith(SECRET, 'e1')).toBe('200 accepted');
    expect(await sendWith(rotated.secret, 'e2')).toBe('200 accepted');
    clock.now += 24 * HOUR_MS - 1000;
    expect(await sendWith(SECRET, 'e3')).toBe('200 accepted');
    clock.now += 1000;
    expect(await sendWith(SECRET, 'e4')).toBe('401 invalid_signature');
    expect(await sendWith(rotated.secret, 'e4')).toBe('200 accepted');
  });

  test('1.3.5 a sender that rotates may sign with the old and the new key at once', async () => {
    const { send } = await makeReceiver();
    const event = makeEvent();
    const sign = async (secret: string) => (await signedInit(event, { secret, timestampSec: NOW / 1000 })).headers;
    const [old, next] = [await sign(SECRET), await sign('a key that is yet to be set')];
    const both = (name: string, between: string) => `${next[name]}${between}${old[name]}`;
    const headers = {
      'x-iw-signature': both('x-iw-signature', ','),
      'webhook-signature': both('webhook-signature', ' '),
    };
    expect(await said(await send(event, { headers }))).toBe('200 accepted');
  });

  test('1.3.5 a key of one source signs for that source alone', async () => {
    const { send, store } = await makeReceiver();
    const key = await createKey(store, { workspaceId: WORKSPACE, name: 'one', source: 'slack' }, NOW);
    if (!key.ok) throw new Error(key.reason);
    const slack = makeEvent({ source: 'slack' });
    expect(await said(await send(makeEvent(), { secret: key.secret }))).toBe('401 invalid_signature');
    expect(await said(await send(slack, { secret: key.secret, path: `/webhooks/v1/${WORKSPACE}/slack` }))).toBe(
      '200 accepted',
    );
  });

  test('1.3.5 an unknown workspace is tried with as many keys as the one with most of them', async () => {
    const { store } = await makeReceiver();
    const ring = new KeyRing(store);
    for (let i = 0; i < 3; i++) await createKey(store, { workspaceId: WORKSPACE, name: `key ${i}` }, NOW);
    const tried = async (workspaceId: string) => {
      const { live, fillers } = await ring.find(workspaceId, 'chatgpt', NOW);
      return { live: live.length, all: live.length + fillers.length };
    };
    expect(await tried(WORKSPACE)).toEqual({ live: 4, all: 4 });
    expect(await tried('ws_none')).toEqual({ live: 0, all: 4 });
  });
});

test('1.3.11 nothing is answered before the commit is through', async () => {
  const { send, store } = await makeReceiver();
  const accept = store.acceptBatch.bind(store);
  let hasBegun = false;
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  vi.spyOn(store, 'acceptBatch').mockImplementation(async (...batch) => {
    hasBegun = true;
    await mayCommit;
    return accept(...batch);
  });
  let isAnswered = false;
  const sent = send().then((response) => {
    isAnswered = true;
    return response;
  });
  await vi.waitFor(() => expect(hasBegun).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isAnswered).toBe(false);
  commit();
  expect(await said(await sent)).toBe('200 accepted');
});

test('1.5 what retention has emptied is a duplicate for ever', async () => {
  const { send, store, clock, database } = await makeReceiver();
  await send(makeEvent(), { bodyOnly: true });
  await vi.waitFor(async () => expect((await store.countInbox()).waiting).toBe(0));
  database.exec(`UPDATE event_inbox SET body = NULL, headers = '{}'`);
  clock.now += 1000 * 24 * HOUR_MS;
  for (const options of [{ bodyOnly: true }, { bodyOnly: true, headers: { 'x-iw-idempotency-key': 'fresh' } }, {}]) {
    expect(await said(await send(makeEvent(), options))).toBe('200 duplicate');
  }
});
