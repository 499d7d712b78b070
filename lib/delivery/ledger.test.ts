import { beforeEach, describe, expect, test } from 'vitest';
import type { CaptureMode, Message } from '../protocol/event.ts';
import { drain } from './deliver.ts';
import { submit } from './submit.ts';
import { accepted, failing, sampleConversation, type TestWorld, testWorld, unreachable } from './test-context.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

const say = (...texts: string[]): Message[] =>
  texts.map((text, index) => ({ role: 'user', id: text.split(':')[0] ?? '', content: text, index }));

function send(messages: Message[], mode: CaptureMode = 'auto', change = {}) {
  const conversation = sampleConversation({ messages, ...change });
  return submit(world.context, { conversation, mode, extensionVersion: '1.0.0' });
}

/** What was sent so far: the snapshot, the length as read, and the messages carried. */
async function sent() {
  const bodies = await Promise.all(world.requests.map((request) => request.clone().json()));
  return bodies.map(({ data }) => {
    const { snapshot, total_messages } = data.capture;
    return [snapshot, total_messages, ...data.messages.map(({ content }: Message) => content)];
  });
}

async function deliverAll() {
  world.answers = [accepted];
  world.clock.nowMs += 24 * 60 * 60_000;
  world.requests.length = 0;
  await drain(world.context);
}

describe('an automatic capture', () => {
  test('1.2 sends all of a conversation first, then only what is new', async () => {
    await send(say('a:1', 'b:1'));
    await send(say('a:1', 'b:1', 'c:1'));
    expect(await sent()).toEqual([
      ['full', 2, 'a:1', 'b:1'],
      ['delta', 3, 'c:1'],
    ]);
  });

  test('with nothing new is not sent', async () => {
    await send(say('a:1', 'b:1'));
    expect(await send(say('a:1', 'b:1'))).toMatchObject({ ok: true, outcome: 'already_saved' });
    expect(world.requests).toHaveLength(1);
  });

  test('an edit, a switch of branch and an edit back each arrive', async () => {
    await send(say('a:1', 'b:1', 'c:1'));
    await send(say('a:2', 'b:1', 'c:1'));
    await send(say('a:1', 'b:1', 'c:1'));
    await send(say('a:1', 'd:1'));
    await send(say('a:1', 'b:1', 'c:1'));
    expect((await sent()).slice(1)).toEqual([
      ['delta', 3, 'a:2'],
      ['delta', 3, 'a:1'],
      ['delta', 2, 'd:1'],
      ['delta', 3, 'b:1', 'c:1'],
    ]);
  });

  test('a shorter conversation and a new title are carried by the last message', async () => {
    await send(say('a:1', 'b:1'));
    await send(say('a:1'));
    await send(say('a:1'), 'auto', { title: 'Rye' });
    expect((await sent()).slice(1)).toEqual([
      ['delta', 1, 'a:1'],
      ['delta', 1, 'a:1'],
    ]);
  });

  test('1.2 other labels are carried by the last message, the same ones are nothing new', async () => {
    const labelled = (...labels: string[]) =>
      submit(world.context, {
        conversation: sampleConversation({ messages: say('a:1', 'b:1') }),
        mode: 'auto',
        extensionVersion: '1.0.0',
        labels,
      });
    await labelled();
    await labelled('baking');
    expect(await labelled('baking')).toMatchObject({ outcome: 'already_saved' });
    await labelled();
    expect((await sent()).slice(1)).toEqual([
      ['delta', 2, 'b:1'],
      ['delta', 2, 'b:1'],
    ]);
  });

  test('behind an undelivered one it carries all that would be missing if that one died', async () => {
    await send(say('a:1', 'b:1'));
    world.answers = [unreachable];
    await send(say('a:1', 'b:1', 'c:1'));
    await send(say('a:1', 'b:1', 'c:1', 'd:1'));
    await deliverAll();
    expect(await sent()).toEqual([
      ['delta', 3, 'c:1'],
      ['delta', 4, 'c:1', 'd:1'],
    ]);
  });

  test('back to what is confirmed, behind an undelivered change, is sent', async () => {
    await send(say('a:1', 'b:1'));
    world.answers = [unreachable];
    await send(say('a:2', 'b:1'));
    await send(say('a:1', 'b:1'));
    await deliverAll();
    expect((await sent()).at(-1)).toEqual(['delta', 2, 'a:1']);
  });

  test('what was given up is sent again with what comes next', async () => {
    await send(say('a:1'));
    world.answers = [failing(422, { error: 'invalid_payload' })];
    await send(say('a:1', 'b:1'));
    world.answers = [accepted];
    await send(say('a:1', 'b:1', 'c:1'));
    expect((await sent()).at(-1)).toEqual(['delta', 3, 'b:1', 'c:1']);
  });

  test('another endpoint starts from empty', async () => {
    await send(say('a:1'));
    world.context.loadConnection = async () => ({ endpoint: 'http://127.0.0.1:9999', workspaceId: 'ws_test' });
    await send(say('a:1', 'b:1'));
    expect((await sent()).at(-1)).toEqual(['full', 2, 'a:1', 'b:1']);
  });
});

test('1.2 by hand everything is sent', async () => {
  await send(say('a:1', 'b:1'));
  await send(say('a:1', 'b:1', 'c:1'), 'manual');
  expect((await sent()).at(-1)).toEqual(['full', 3, 'a:1', 'b:1', 'c:1']);
});

test('events of a conversation get later and later, also when the clock goes back', async () => {
  await send(say('a:1'));
  world.clock.nowMs -= 60 * 60_000;
  await send(say('a:2'));
  const times = await Promise.all(world.requests.map(async (request) => (await request.clone().json()).timestamp));
  expect(times[1] > times[0]).toBe(true);
});
