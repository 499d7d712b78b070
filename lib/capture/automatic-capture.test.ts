import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Automatic, ConversationFacts, ConversationPolicy } from '../messages.ts';
import type { Site } from '../sites/site.ts';
import { AutomaticCapture } from './automatic-capture.ts';
import type { QuietOutcome } from './page-capture.ts';

const site: Site = {
  id: 'chatgpt',
  name: 'ChatGPT',
  matches: [],
  mayShowConversation: () => true,
  conversationIdOf: (url) => /^\/c\/(\w+)/.exec(url.pathname)?.[1] ?? null,
  messageSelectors: ['p'],
  streamingSelectors: ['#stop'],
  temporary: { parameters: ['temporary'], selectors: ['#ghost'] },
};

let world: {
  url: URL;
  automatic: Automatic;
  policy: ConversationPolicy;
  outcomes: QuietOutcome[];
  captured: string[];
  asked: ConversationFacts[];
  handedOver: number;
  drafts: string[];
  shown: ConversationPolicy[];
  errors: unknown[];
};
let watch: AutomaticCapture;
let visibility: DocumentVisibilityState;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren(document.createElement('form'));
  document.querySelector('form')?.append(document.createElement('textarea'));
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  world = {
    url: new URL('https://chatgpt.com/c/one'),
    automatic: 'on',
    policy: 'on',
    outcomes: [{ kind: 'done' }],
    captured: [],
    asked: [],
    handedOver: 0,
    drafts: [],
    shown: [],
    errors: [],
  };
  watch = new AutomaticCapture({
    site,
    document,
    url: () => world.url,
    title: () => 'T',
    loadPolicy: async () => world.automatic,
    decide: async (facts) => {
      world.asked.push(facts);
      return world.policy;
    },
    capture: async () => {
      world.captured.push(world.url.pathname);
      return (world.outcomes.length > 1 ? world.outcomes.shift() : world.outcomes[0]) as QuietOutcome;
    },
    draft: {
      open: () => world.drafts.push('open'),
      update: async () => void world.drafts.push('update'),
      updateNow: () => (world.handedOver += 1),
      discard: () => world.drafts.push('discard'),
      release: () => world.drafts.push('release'),
    },
    after: (ms, run) => void setTimeout(run, ms),
    onPolicy: (policy) => world.shown.push(policy),
    onError: (error) => world.errors.push(error),
  });
});

afterEach(() => {
  expect(world.errors).toEqual([]);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function begin(): Promise<void> {
  await watch.refresh();
  await pass(2_000);
  world.captured = [];
}

async function startAnswer(): Promise<void> {
  document.querySelector('form')?.append(Object.assign(document.createElement('button'), { id: 'stop' }));
  await pass(200);
}

async function endAnswer(): Promise<void> {
  document.querySelector('#stop')?.remove();
  await pass(200);
}

function go(path: string): void {
  const from = world.url;
  world.url = new URL(path, from);
  watch.navigated(from, world.url);
}

describe('when', () => {
  test('a chat that was opened has settled', async () => {
    await watch.refresh();
    expect(world.captured).toEqual([]);
    await pass(2_000);
    expect(world.captured).toEqual(['/c/one']);
    await pass(60_000);
    expect(world.captured).toHaveLength(1);
  });

  test('an answer was so short that nobody saw it being written', async () => {
    await begin();
    document.body.append(document.createElement('p'));
    document.querySelector('textarea')?.setAttribute('rows', '2');
    await pass(4_000);
    expect(world.captured).toEqual(['/c/one']);
    document.querySelector('textarea')?.setAttribute('rows', '3');
    await pass(60_000);
    expect(world.captured).toHaveLength(1);
  });

  test('the page is closed right after such an answer', async () => {
    await begin();
    watch.closing();
    expect(world.handedOver).toBe(0);
    document.body.append(document.createElement('p'));
    watch.closing();
    expect(world.handedOver).toBe(1);
  });

  test('an answer has ended and settled, once', async () => {
    await begin();
    await startAnswer();
    await pass(20_000);
    expect(world.captured).toEqual([]);
    await endAnswer();
    expect(world.captured).toEqual([]);
    await pass(1_500);
    expect(world.captured).toEqual(['/c/one']);
  });

  test('an answer that is stopped and written again at once is captured once', async () => {
    await begin();
    await startAnswer();
    await endAnswer();
    await startAnswer();
    await pass(5_000);
    await endAnswer();
    await pass(5_000);
    expect(world.captured).toHaveLength(1);
  });

  test('the composer was replaced', async () => {
    await begin();
    const form = document.createElement('form');
    form.append(document.createElement('textarea'));
    document.querySelector('form')?.replaceWith(form);
    await pass(2_500);
    await startAnswer();
    await endAnswer();
    await pass(1_500);
    expect(world.captured).toHaveLength(1);
  });

  test('another chat was opened; what was to be captured of the one before is not mixed with it', async () => {
    await begin();
    await startAnswer();
    await endAnswer();
    go('/c/two');
    await pass(2_000);
    expect(world.captured).toEqual(['/c/two']);
  });

  test('a new chat that gets its address while it is answered', async () => {
    world.url = new URL('https://chatgpt.com/');
    await begin();
    expect(world.asked).toEqual([]);
    await startAnswer();
    go('/c/new');
    await endAnswer();
    await pass(1_500);
    expect(world.captured).toEqual(['/c/new']);
  });

  test('the tab is hidden before it has settled', async () => {
    await begin();
    await startAnswer();
    await endAnswer();
    visibility = 'hidden';
    watch.hidden();
    await pass(0);
    expect(world.captured).toHaveLength(1);
  });

  test('a chat that was opened in the background is looked at', async () => {
    visibility = 'hidden';
    await watch.refresh();
    await pass(10_000);
    expect(world.captured).toEqual([]);
    visibility = 'visible';
    watch.shown();
    await pass(1_500);
    expect(world.captured).toHaveLength(1);
  });

  test('the site asked to wait', async () => {
    await begin();
    world.outcomes = [{ kind: 'later', afterMs: 30_000 }, { kind: 'done' }];
    await startAnswer();
    await endAnswer();
    await pass(29_000);
    expect(world.captured).toHaveLength(1);
    await pass(5_000);
    expect(world.captured).toHaveLength(2);
  });
});

describe('a page that goes away', () => {
  test('with an answer that was not captured: what it shows is handed over', async () => {
    await begin();
    await startAnswer();
    watch.closing();
    expect(world.handedOver).toBe(1);
  });

  test('has left a draft as soon as the answer ended, and nothing is left to do; once captured it is taken back', async () => {
    await begin();
    world.drafts = [];
    await startAnswer();
    await endAnswer();
    expect(world.drafts).toEqual(['open', 'update']);
    watch.closing();
    expect(world.handedOver).toBe(0);
    document.body.append(document.createElement('p'));
    watch.closing();
    expect(world.handedOver).toBe(1);
    await pass(1_500);
    expect(world.drafts).toEqual(['open', 'update', 'discard']);
  });

  test('by going to another chat, or cannot be read for long: the draft counts', async () => {
    await begin();
    await startAnswer();
    await endAnswer();
    go('/c/two');
    expect(world.drafts.at(-1)).toBe('release');
    world.outcomes = [{ kind: 'later' }];
    await startAnswer();
    await endAnswer();
    await pass(60_000);
    expect(world.drafts.slice(-3)).toEqual(['open', 'update', 'release']);
  });

  test('with nothing new: nothing', async () => {
    await begin();
    watch.closing();
    expect(world.handedOver).toBe(0);
  });

  test.each<ConversationPolicy>(['ask', 'never'])('of which is said %s: nothing', async (policy) => {
    world.policy = policy;
    await begin();
    await startAnswer();
    watch.closing();
    expect(world.handedOver).toBe(0);
  });
});

describe('never', () => {
  const answer = async () => {
    await begin();
    await startAnswer();
    await endAnswer();
    await pass(5_000);
    watch.closing();
  };

  test.each<ConversationPolicy>(['never', 'ask', 'off'])('what the policy does not allow: %s', async (policy) => {
    world.policy = policy;
    await answer();
    expect([world.captured, world.handedOver]).toEqual([[], 0]);
    expect(world.shown.at(-1)).toBe(policy);
  });

  test.each([
    ['by its address', () => (world.url = new URL('https://chatgpt.com/c/one?temporary=true'))],
    ['by its page', () => document.body.append(Object.assign(document.createElement('i'), { id: 'ghost' }))],
    ['without an address', () => (world.url = new URL('https://chatgpt.com/'))],
  ])('a temporary chat, known %s', async (_name, make) => {
    make();
    await answer();
    expect([world.captured, world.handedOver, world.asked]).toEqual([[], 0, []]);
  });

  test('anything while it is off; switched on, the open page follows, and off again', async () => {
    world.automatic = 'off';
    await answer();
    expect(world.captured).toEqual([]);
    world.automatic = 'on';
    await watch.refresh();
    await pass(2_000);
    expect(world.captured).toHaveLength(1);
    world.automatic = 'off';
    await watch.refresh();
    await startAnswer();
    await endAnswer();
    await pass(5_000);
    expect(world.captured).toHaveLength(1);
  });
});
