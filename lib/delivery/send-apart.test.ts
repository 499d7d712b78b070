import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, sha256Hex } from '../protocol/bytes.ts';
import { drain } from './deliver.ts';
import { lastSent } from './last-sent.ts';
import { recentDeliveries } from './outbox.ts';
import { submit } from './submit.ts';
import { failing, sampleConversation, type TestWorld, testWorld, unreachable } from './test-context.ts';

const LIMIT = 20_000;
/** Not ASCII alone: a digest is one of bytes. */
const LONG = 'ö'.repeat(30_000);
const THOUGHTS = 'hm '.repeat(9_000);
const FILE = 'line\n'.repeat(6_000);

let world: TestWorld;
/** Digest -> bytes, as the endpoint has them. */
let blobs: Map<string, Uint8Array>;
let blobAnswers: (() => Response | Promise<Response>)[];

beforeEach(async () => {
  world = await testWorld();
  blobs = new Map();
  blobAnswers = [];
  const { fetch } = world.context;
  world.context.fetch = async (input, init) => {
    const { url } = new Request(input);
    const body = init?.body as Bytes; // what the sender hands over
    if (init?.method === 'PUT') {
      world.requests.push(new Request(input, init));
      return (blobAnswers.shift() ?? (() => keep(url.split('/').at(-1) ?? '', body)))();
    }
    return body.length > LIMIT
      ? failing(413, { error: 'payload_too_large', limit_bytes: LIMIT })()
      : fetch(input, init);
  };
});

async function keep(digest: string, bytes: Bytes): Promise<Response> {
  if ((await sha256Hex(bytes)) !== digest) return failing(422, { error: 'digest_mismatch' })();
  const isNew = !blobs.has(digest);
  blobs.set(digest, bytes);
  return Response.json({ status: 'stored', ref: `blob:sha256:${digest}` }, { status: isNew ? 201 : 200 });
}

const MESSAGE = {
  role: 'assistant' as const,
  id: 'm1',
  index: 0,
  content: LONG,
  reasoning: THOUGHTS,
  attachments: [
    { name: 'notes.md', text: FILE },
    { name: 'photo.png', url: 'https://chatgpt.com/photo' },
  ],
};

const send = (renderOnly = false) =>
  submit(world.context, {
    conversation: sampleConversation({ messages: [MESSAGE] }),
    mode: 'manual',
    extensionVersion: '1.0.0',
    renderOnly,
  });
const row = async () => (await recentDeliveries(world.context.db, 1))[0];
const textAt = (ref = '') => new TextDecoder().decode(blobs.get(ref.replace('blob:sha256:', '')));
const methods = () => world.requests.map(({ method }) => method);

/** When it is next due. */
async function tryAgain(): Promise<void> {
  world.requests.length = 0;
  world.clock.nowMs += 3_700_000;
  await drain(world.context);
}

describe('one message that is too long for the endpoint', () => {
  test('1.6 goes after its texts, by reference, as the same event; each text is what was captured', async () => {
    expect(await send()).toMatchObject({ ok: true, outcome: 'saved' });
    expect(methods()).toEqual(['PUT', 'PUT', 'PUT', 'POST']);
    const event = await world.requests.at(-1)?.clone().json();
    expect(event.event_id).toBe((await row())?.eventId);
    const [message] = event.data.messages;
    expect(message).toMatchObject({ role: 'assistant', id: 'm1', index: 0, content: '' });
    expect(message).not.toHaveProperty('reasoning');
    const [own, photo, content, reasoning] = message.attachments;
    expect(own).toEqual({ name: 'notes.md', ref: expect.any(String), holds: 'text' });
    expect(photo).toEqual(MESSAGE.attachments[1]);
    expect(content).toMatchObject({ holds: 'content', size: 60_000, mime_type: 'text/markdown' });
    expect(reasoning).toMatchObject({ holds: 'reasoning' });
    expect([own.ref, content.ref, reasoning.ref].map(textAt)).toEqual([FILE, LONG, THOUGHTS]);
    expect(await row()).toMatchObject({ state: 'delivered', how: 'accepted' });
  });

  test('is shown as it was sent', async () => {
    await send();
    expect((await lastSent(world.context.db))?.body).toBe(await world.requests.at(-1)?.text());
  });

  test.each([
    ['no answer', unreachable, 'unreachable'],
    ['a portal on the way', () => new Response('<html>', { status: 200 }), 'not_an_answer'],
    ['bytes that something on the way changed', failing(422, { error: 'digest_mismatch' }), 'not_an_answer'],
    ['a full disk', failing(503), 'server_error'],
  ] as const)('%s for a text: the event waits, and goes later', async (_what, answer, reason) => {
    blobAnswers = [answer];
    await send();
    expect(methods()).toEqual(['PUT']);
    expect(await row()).toMatchObject({ state: 'waiting', reason });
    await tryAgain();
    expect(await row()).toMatchObject({ state: 'delivered' });
  });

  test('a text that is there already is as good', async () => {
    world.answers = [unreachable];
    await send();
    expect(await row()).toMatchObject({ state: 'waiting' });
    world.answers = [() => Response.json({ status: 'accepted', event_id: 'evt' })];
    await tryAgain();
    expect(methods()).toEqual(['PUT', 'PUT', 'PUT', 'POST']);
    expect(await row()).toMatchObject({ state: 'delivered' });
  });

  test('a wrong secret holds the endpoint', async () => {
    blobAnswers = [failing(401, { error: 'invalid_signature' })];
    await send();
    expect(await row()).toMatchObject({ state: 'blocked', reason: 'invalid_signature' });
  });

  test('a wrong clock is corrected for the next try', async () => {
    const serverSec = Math.floor(world.clock.nowMs / 1000) + 5_000;
    blobAnswers = [failing(401, { error: 'invalid_timestamp', server_time: serverSec })];
    await send();
    expect(await row()).toMatchObject({ state: 'waiting', reason: 'invalid_timestamp' });
    await tryAgain();
    expect(world.requests[0]?.headers.get('x-iw-timestamp')).toBe(String(serverSec + 3_700));
    expect(await row()).toMatchObject({ state: 'delivered' });
  });

  test.each([404, 405, 413, 501])(
    '1.6 an endpoint that answers %i has no place for it: given up visibly, and kept',
    async (status) => {
      blobAnswers = [failing(status)];
      await send();
      expect(await row()).toMatchObject({ state: 'dead', reason: 'too_large' });
      expect((await row())?.detail).toContain(`PUT: ${status}`);
      const body = await world.context.db.get('bodies', (await row())?.eventId ?? '');
      expect(JSON.parse(body ?? '').data.messages).toEqual([MESSAGE]);
    },
  );

  test('1.6 what is render only never becomes a blob', async () => {
    await send(true);
    expect(methods()).toEqual([]);
    expect(await row()).toMatchObject({ state: 'dead', reason: 'too_large' });
  });
});
