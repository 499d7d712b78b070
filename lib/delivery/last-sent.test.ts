import { beforeEach, expect, test } from 'vitest';
import { lastSent } from './last-sent.ts';
import { submit } from './submit.ts';
import { accepted, failing, sampleConversation, type TestWorld, testWorld, unreachable } from './test-context.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

async function send(sessionId: string, answer: () => Response | Promise<Response>): Promise<void> {
  world.answers = [answer];
  const conversation = sampleConversation({ sessionId, url: `https://chatgpt.com/c/${sessionId}` });
  await submit(world.context, { conversation, mode: 'manual', extensionVersion: '1.0.0' });
  world.clock.nowMs += 1000;
}

test('nothing was sent yet: nothing is shown', async () => {
  expect(await lastSent(world.context.db)).toBeNull();
});

test.each([
  ['delivered', accepted],
  ['refused', failing(400)],
  ['left without an answer', unreachable],
] as const)('a request that was %s is shown byte for byte, with its own headers', async (_how, answer) => {
  await send('first', accepted);
  await send('second', answer);
  const request = world.requests.at(-1);
  const shown = await lastSent(world.context.db);
  expect(shown?.url).toBe(request?.url);
  expect(shown?.body).toBe(await request?.text());
  expect(shown?.headers).toEqual(Object.fromEntries(request?.headers ?? []));
  expect(Object.keys(shown?.headers ?? {})).toContain('x-iw-signature');
});

test('what was tried again later is the last, however old it is', async () => {
  await send('old', failing(400));
  const old = await lastSent(world.context.db);
  await send('new', accepted);
  const latest = await lastSent(world.context.db);
  expect(latest?.eventId).not.toBe(old?.eventId);
  expect(latest?.atMs).toBeGreaterThan(old?.atMs ?? 0);
});
