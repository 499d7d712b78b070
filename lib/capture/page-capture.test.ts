import { beforeEach, describe, expect, test } from 'vitest';
import type { SendState, SubmitResult } from '../messages.ts';
import type { ReadResult } from '../sites/conversation.ts';
import { PageCapture, type PageCaptureDeps } from './page-capture.ts';
import type { PageReader } from './reader-slot.ts';

const conversation = {
  source: 'chatgpt',
  sessionId: 's',
  title: 'T',
  url: 'https://chatgpt.com/c/s',
  messages: [{ role: 'user' as const, content: 'Hi' }],
  reader: 'dom' as const,
  layout: 'chatgpt/test',
  completeness: 'window' as const,
};
const SAVED: SubmitResult = { ok: true, eventId: 'evt_1', outcome: 'saved' };
const QUEUED: SubmitResult = { ok: true, eventId: 'evt_1', outcome: 'queued', reason: 'unreachable' };

interface World {
  reads: ReadResult[];
  submits: (SubmitResult | Error)[];
  submitted: number;
  streamingFor: number;
  states: SendState[];
  orphaned: boolean;
  beforeSubmit: () => void;
  beforeSleep: () => void;
  errors: unknown[];
}

let world: World;
const reader: PageReader = {
  read: async () => next(world.reads),
  readNow: () => next(world.reads),
  readSelection: () => ({ ok: true, conversation, text: 'Hi' }),
  skeleton: () => '',
  watch: () => {
    throw new Error('not here');
  },
};
let capture: PageCapture;

/** Takes the next of a script; its last entry is used again. */
const next = <T>(script: T[]): T => (script.length > 1 ? script.shift() : script[0]) as T;

beforeEach(() => {
  world = {
    reads: [{ ok: true, conversation }],
    submits: [SAVED],
    submitted: 0,
    streamingFor: 0,
    states: [],
    orphaned: false,
    beforeSubmit: () => {},
    beforeSleep: () => {},
    errors: [],
  };
  document.body.replaceChildren();
  const deps: PageCaptureDeps = {
    site: {
      id: 'chatgpt',
      name: 'ChatGPT',
      matches: [],
      mayShowConversation: () => true,
      streamingSelectors: ['#stop'],
      messageSelectors: ['p'],
      conversationIdOf: (url) => url.pathname.slice(1) || null,
    },
    document,
    url: () => new URL(conversation.url),
    loadReader: async () => reader,
    fetch,
    mayUseApi: async () => true,
    submit: async () => {
      world.submitted += 1;
      world.beforeSubmit();
      const result = next(world.submits);
      if (result instanceof Error) throw result;
      return result;
    },
    sleep: async () => {
      world.beforeSleep();
      world.streamingFor -= 1;
      if (world.streamingFor <= 0) document.querySelector('#stop')?.remove();
    },
    isOrphaned: () => world.orphaned,
    onState: (state) => world.states.push(state),
    onError: (error) => world.errors.push(error),
  };
  capture = new PageCapture(deps);
});

function startStreaming(polls: number): void {
  world.streamingFor = polls;
  document.body.append(Object.assign(document.createElement('button'), { id: 'stop' }));
}

describe('send', () => {
  test('shows sending, then saved, and says that only a part was on the page', async () => {
    await capture.send('manual');
    expect(world.states).toEqual([{ kind: 'sending' }, { kind: 'saved', messageCount: 1, rest: 'missing' }]);
  });

  test('says that something is of a kind that is not known', async () => {
    world.reads = [{ ok: true, conversation: { ...conversation, completeness: 'complete', unknownParts: 2 } }];
    await capture.send('manual');
    expect(world.states.at(-1)).toEqual({ kind: 'saved', messageCount: 1, rest: 'unknown' });
  });

  test('waits until the answer is written', async () => {
    startStreaming(3);
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
    expect(world.states.map(({ kind }) => kind)).toEqual([
      'waiting_for_answer',
      'waiting_for_answer',
      'waiting_for_answer',
      'sending',
      'saved',
    ]);
  });

  test('a second click while the first is at it sends nothing more', async () => {
    await Promise.all([capture.send('manual'), capture.send('manual')]);
    expect(world.submitted).toBe(1);
  });

  test('gives a half-loaded page time, then reads it', async () => {
    const loading: ReadResult = { ok: false, reason: 'still_loading' };
    world.reads = [loading, loading, { ok: true, conversation }];
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
  });

  test('a page that never loads is a typed failure and nothing is sent', async () => {
    world.reads = [{ ok: false, reason: 'still_loading' }];
    expect(await capture.send('manual')).toEqual({ kind: 'failed', reason: 'still_loading' });
    expect(world.submitted).toBe(0);
  });

  test('hands the same capture in again when the worker died over it', async () => {
    world.submits = [new Error('the message channel closed'), SAVED];
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
    expect(world.submitted).toBe(2);
  });

  test('says that the extension was updated under the page', async () => {
    world.submits = [new Error('Extension context invalidated.')];
    world.orphaned = true;
    expect(await capture.send('manual')).toEqual({ kind: 'failed', reason: 'extension_updated' });
  });

  test('what was begun on one page does not end on the next', async () => {
    world.beforeSubmit = () => capture.leave(new URL('https://chatgpt.com/a'), new URL('https://chatgpt.com/b'));
    await capture.send('manual');
    expect(capture.state).toEqual({ kind: 'idle' });
  });

  test('nothing is sent when the page changes while the answer is awaited', async () => {
    startStreaming(2);
    const sending = capture.send('manual');
    capture.leave(new URL('https://chatgpt.com/a'), new URL('https://chatgpt.com/b'));
    await sending;
    expect(world.submitted).toBe(0);
    expect(capture.state).toEqual({ kind: 'idle' });
  });
});

describe('when the API says not now', () => {
  const fromApi: ReadResult = { ok: true, conversation: { ...conversation, reader: 'api', completeness: 'complete' } };

  test('the page is sent at once, and the rest follows', async () => {
    world.reads = [
      { ok: true, conversation, apiRefusal: { retryAfterMs: 5_000 } },
      { ok: false, reason: 'rate_limited' },
      fromApi,
    ];
    expect(await capture.send('manual')).toEqual({ kind: 'saved', messageCount: 1, rest: 'follows' });
    await expect.poll(() => world.submitted).toBe(2);
    await expect.poll(() => capture.state).toEqual({ kind: 'saved', messageCount: 1, rest: 'none' });
  });

  test('nothing follows to another page', async () => {
    world.reads = [{ ok: true, conversation, apiRefusal: {} }, fromApi];
    world.beforeSleep = () => capture.leave(new URL('https://chatgpt.com/a'), new URL('https://chatgpt.com/b'));
    await capture.send('manual');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.submitted).toBe(1);
  });
});

test('what makes no sense is not sent', async () => {
  const messages = [
    { role: 'user' as const, content: 'a' },
    { role: 'user' as const, content: 'b' },
  ];
  world.reads = [{ ok: true, conversation: { ...conversation, messages } }];
  expect(await capture.send('manual')).toEqual({ kind: 'failed', reason: 'layout_changed' });
  expect(world.submitted).toBe(0);
});

test('an unexpected error is reported and said, not swallowed', async () => {
  world.submits = [new Error('no worker')];
  expect(await capture.send('manual')).toEqual({ kind: 'failed', reason: 'internal_error' });
  expect(world.errors).toHaveLength(1);
});

describe('after the address has changed', () => {
  const a = new URL('https://chatgpt.com/a');
  const b = new URL('https://chatgpt.com/b');

  beforeEach(() => {
    document.body.append(Object.assign(document.createElement('p'), { textContent: 'of chat a' }));
  });

  test('nothing is read while the document still shows the chat before', async () => {
    capture.leave(a, b);
    expect(await capture.send('manual')).toEqual({ kind: 'failed', reason: 'still_loading' });
    expect(world.submitted).toBe(0);
  });

  test('it is read once the document has followed', async () => {
    capture.leave(a, b);
    document.body.replaceChildren();
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
  });

  test('a click in a new chat is not lost when the chat gets its address', async () => {
    startStreaming(3);
    document.body.append(Object.assign(document.createElement('p'), { textContent: 'of the new chat' }));
    const sending = capture.send('manual');
    capture.leave(new URL('https://chatgpt.com/'), a);
    expect(await sending).toMatchObject({ kind: 'saved' });
  });

  test('a click in a new chat that is left for another one sends nothing', async () => {
    startStreaming(3);
    const sending = capture.send('manual');
    capture.leave(new URL('https://chatgpt.com/'), b);
    document.querySelector('p')?.remove();
    expect(await sending).toEqual({ kind: 'idle' });
    expect(world.submitted).toBe(0);
  });

  test('it is read at once when a new chat got its address', async () => {
    capture.leave(new URL('https://chatgpt.com/'), a);
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
  });
});

describe('a queued event', () => {
  beforeEach(() => {
    world.submits = [QUEUED];
  });

  test('becomes saved when it gets through', async () => {
    expect(await capture.send('manual')).toEqual({ kind: 'queued', reason: 'unreachable' });
    capture.delivered('evt_other');
    expect(capture.state.kind).toBe('queued');
    capture.delivered('evt_1');
    expect(capture.state).toEqual({ kind: 'saved', messageCount: 1, rest: 'missing' });
  });

  test('news that comes while it is sent again ends neither that nor what it says', async () => {
    await capture.send('manual');
    world.submits = [{ ok: true, eventId: 'evt_1', outcome: 'already_saved' }];
    world.beforeSubmit = () => capture.delivered('evt_1');
    expect(await capture.send('manual')).toMatchObject({ kind: 'already_saved' });
    capture.delivered('evt_1');
    expect(world.states.map(({ kind }) => kind)).toEqual(['sending', 'queued', 'sending', 'already_saved']);
  });

  test('is saved at once when the news came before the answer', async () => {
    world.beforeSubmit = () => capture.delivered('evt_1');
    expect(await capture.send('manual')).toMatchObject({ kind: 'saved' });
  });
});

describe('a capture that nobody asked for', () => {
  test('hands over what was read, and shows it quietly', async () => {
    expect(await capture.captureQuietly()).toEqual({ kind: 'done' });
    expect(world.submitted).toBe(1);
    expect(world.states.map(({ kind }) => kind)).toEqual(['saved']);
  });

  test('waits while an answer is written', async () => {
    startStreaming(100);
    expect(await capture.captureQuietly()).toEqual({ kind: 'later' });
    expect(world.submitted).toBe(0);
  });

  test('waits as long as the API asks for, and takes the document when it goes on refusing', async () => {
    world.reads = [{ ok: true, conversation, apiRefusal: { retryAfterMs: 7_000 } }];
    const outcomes = [];
    for (let time = 0; time < 4; time += 1) outcomes.push(await capture.captureQuietly());
    const later = { kind: 'later', afterMs: 7_000 };
    expect(outcomes).toEqual([later, later, later, { kind: 'done' }]);
    expect(world.submitted).toBe(1);
  });

  test('never takes a chat that its site does not keep', async () => {
    world.reads = [{ ok: true, conversation, isTemporary: true }];
    await capture.captureQuietly();
    expect(world.submitted).toBe(0);
    await capture.send('manual');
    expect(world.submitted).toBe(1);
  });

  test('says only that a page is not understood', async () => {
    world.reads = [
      { ok: false, reason: 'no_messages' },
      { ok: false, reason: 'layout_changed' },
    ];
    await capture.captureQuietly();
    expect(world.states).toEqual([]);
    await capture.captureQuietly();
    expect(world.states).toEqual([{ kind: 'failed', reason: 'layout_changed' }]);
  });

  test('is one reading at a time, and a click waits for it', async () => {
    const [first, second] = [capture.captureQuietly(), capture.captureQuietly()];
    expect(second).toBe(first);
    await Promise.all([first, capture.send('manual')]);
    expect(world.submitted).toBe(2);
  });

  test('has a draft of what the document shows, unless that is nothing to send', async () => {
    expect([await capture.draft(reader), capture.draftNow(reader)]).toEqual([conversation, conversation]);
    const insane = { ...conversation, messages: [{ role: 'assistant' as const, content: '' }] };
    for (const read of [
      { ok: false, reason: 'no_messages' },
      { ok: true, conversation, isTemporary: true },
      { ok: true, conversation: insane },
    ] satisfies ReadResult[]) {
      world.reads = [read];
      expect([await capture.draft(reader), capture.draftNow(reader)]).toEqual([null, null]);
    }
    expect(world.submitted).toBe(0);
  });
});
