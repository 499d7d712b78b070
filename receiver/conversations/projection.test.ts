import { describe, expect, test } from 'vitest';
import type { BrainIngestEvent, Capture, Message } from '../../lib/protocol/event.ts';
import type { ConversationState } from './conversation-state.ts';
import { projectEvent } from './projection.ts';

const COMPLETE: Capture = { completeness: 'complete', snapshot: 'full' };
const WINDOW: Capture = { completeness: 'window', snapshot: 'full' };
const delta = (total: number): Capture => ({ completeness: 'complete', snapshot: 'delta', total_messages: total });

/** `u1:hello` -> message `u1` of the user at the place it stands; roles by the first letter, no id for `u:hello`. */
function say(...texts: string[]): Message[] {
  return texts.map((text) => {
    const [id = '', content = ''] = text.split(/:(.*)/);
    const role = id.startsWith('u') ? ('user' as const) : ('assistant' as const);
    return { role, content, ...(id.length > 1 ? { id } : {}) };
  });
}

/** Messages with their position, counted from `first`. */
function at(first: number, messages: readonly Message[]): Message[] {
  return messages.map((message, i) => ({ ...message, index: first + i }));
}

interface Captured {
  /** Minute of the event's time. */
  minute?: number;
  capture?: Capture | undefined;
  data?: Partial<BrainIngestEvent['data']>;
}

function makeEvent(messages: readonly Message[], { minute = 0, capture, data }: Captured = {}): BrainIngestEvent {
  return {
    event_id: `evt_${minute}`,
    source: 'chatgpt',
    type: 'brain.ingest',
    workspace_id: 'ws_1',
    timestamp: new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString(),
    data: { session_id: 's1', messages: [...messages], ...(capture ? { capture } : {}), ...data },
  };
}

function project(...events: BrainIngestEvent[]): ConversationState {
  const [first, ...rest] = events;
  if (!first) throw new Error('no event');
  return rest.reduce((state, event) => projectEvent(state, event), projectEvent(null, first));
}

const branchOf = (state: ConversationState) =>
  state.messages.filter((message) => message.isCurrent).map((message) => message.content);
const asideOf = (state: ConversationState) =>
  state.messages.filter((message) => !message.isCurrent).map((message) => message.content);

describe('one capture', () => {
  test('becomes a conversation', () => {
    const data = {
      conversation_title: ' Tea ',
      url: 'https://chatgpt.com/c/s1',
      labels: ['tea', 'tea'],
      links: ['https://chatgpt.com/c/s1', 'https://example.com'],
    };
    const [question, answer] = say('u1:hi', 'a1:hello') as [Message, Message];
    const messages = [
      { ...question, timestamp: '2026-11-20T10:00:00+02:00' },
      { ...answer, model: 'gpt-5', reasoning: 'hm', parent_id: 'u1', citations: [{ url: 'https://example.com' }] },
    ];
    const state = project(makeEvent(messages, { capture: COMPLETE, data }));
    expect(state.conversation).toEqual({
      id: expect.stringMatching(/^conv_[0-9a-f]{32}$/),
      workspaceId: 'ws_1',
      source: 'chatgpt',
      sessionId: 's1',
      title: 'Tea',
      url: 'https://chatgpt.com/c/s1',
      labels: ['tea'],
      models: ['gpt-5'],
      messageCount: 2,
      completeness: 'complete',
      createdAt: '2026-11-20T08:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
    });
    expect(state.links).toEqual(['https://chatgpt.com/c/s1', 'https://example.com']);
    expect(state.messages[1]).toMatchObject({ id: 'a1', index: 1, parentId: 'u1', model: 'gpt-5', reasoning: 'hm' });
  });

  test('changes nothing when it is projected again', () => {
    for (const capture of [COMPLETE, WINDOW, delta(2), undefined]) {
      const event = makeEvent(say('u1:hi', 'a1:hello', 'u:x'), { capture });
      expect(project(event, event)).toEqual(project(event));
    }
  });

  test('that says nothing new leaves the revision as it is', () => {
    const messages = say('u1:hi', 'a1:hello');
    const first = project(makeEvent(messages, { capture: COMPLETE }));
    for (const capture of [COMPLETE, WINDOW]) {
      const again = projectEvent(first, makeEvent(messages, { minute: 5, capture }));
      expect(again.revision).toBe(first.revision);
      expect(again.conversation).toEqual(first.conversation);
    }
  });
});

describe('a complete snapshot', () => {
  const before = makeEvent(say('u1:hi', 'a1:hello', 'u2:more', 'a2:sure'), { capture: COMPLETE });

  test('defines the branch: what is not in it is kept aside', () => {
    const after = makeEvent(say('u1:hi', 'a1:hello', 'u3:other'), { minute: 1, capture: COMPLETE });
    const state = project(before, after);
    expect(branchOf(state)).toEqual(['hi', 'hello', 'other']);
    expect(asideOf(state)).toEqual(['more', 'sure']);
    expect(state.conversation).toMatchObject({ messageCount: 3, completeness: 'complete' });
  });

  test('brings back what was aside', () => {
    const state = project(before, makeEvent(say('u1:hi'), { minute: 1, capture: COMPLETE }), {
      ...before,
      timestamp: '2026-11-21T10:02:00Z',
    });
    expect(branchOf(state)).toEqual(['hi', 'hello', 'more', 'sure']);
  });

  test('that comes late changes nothing that is newer', () => {
    const newer = makeEvent(say('u1:HI', 'a1:hello', 'u2:more', 'a2:sure', 'u3:new'), { minute: 9, capture: COMPLETE });
    const older = makeEvent(say('u1:hi', 'u9:gone'), {
      minute: 1,
      capture: COMPLETE,
      data: { conversation_title: 'Old' },
    });
    const state = project(newer, older);
    expect(branchOf(state)).toEqual(['HI', 'hello', 'more', 'sure', 'new']);
    expect(asideOf(state)).toEqual(['gone']);
    expect(state.conversation.updatedAt).toBe('2026-11-21T10:09:00.000Z');
  });

  test('gives the same conversation in whatever order its two versions come', () => {
    const later = makeEvent(say('u1:hi', 'a9:again'), { minute: 5, capture: COMPLETE });
    const [one, other] = [project(before, later), project(later, before)];
    expect(branchOf(one)).toEqual(['hi', 'again']);
    expect(branchOf(other)).toEqual(branchOf(one));
    expect([...asideOf(other)].sort()).toEqual([...asideOf(one)].sort());
  });

  test('that carries fewer messages than it counted takes nothing away', () => {
    const short = makeEvent(say('u1:hi'), { minute: 1, capture: { ...COMPLETE, total_messages: 4 } });
    expect(branchOf(project(before, short))).toHaveLength(4);
  });

  test('in parts takes away only when its last part is in, in any order', () => {
    const part = (index: number, messages: Message[]) =>
      makeEvent(messages, {
        minute: 1,
        capture: { ...COMPLETE, total_messages: 3, part: { index, count: 2, capture_id: 'c' } },
      });
    const parts = [part(0, at(0, say('u1:hi', 'a1:hello'))), part(1, at(2, say('u3:other')))] as const;
    for (const [one, other] of [parts, parts.toReversed() as [BrainIngestEvent, BrainIngestEvent]]) {
      const half = project(before, one);
      expect(asideOf(half)).toEqual([]);
      const whole = projectEvent(half, other);
      expect(branchOf(whole)).toEqual(['hi', 'hello', 'other']);
      expect(whole.openCaptures).toEqual([]);
    }
    expect(project(parts[0]).conversation.completeness).toBe('window');
    expect(project(...parts).conversation.completeness).toBe('complete');
  });
});

describe('a delta of a complete reading', () => {
  const before = makeEvent(say('u1:hi', 'a1:hello'), { capture: COMPLETE });

  test('adds what is new and leaves the conversation complete', () => {
    const state = project(before, makeEvent(at(2, say('u2:more', 'a2:sure')), { minute: 1, capture: delta(4) }));
    expect(branchOf(state)).toEqual(['hi', 'hello', 'more', 'sure']);
    expect(state.conversation.completeness).toBe('complete');
  });

  test('that follows on one that never came is not complete', () => {
    const state = project(before, makeEvent(at(4, say('u3:late')), { minute: 1, capture: delta(5) }));
    expect(state.conversation.completeness).toBe('window');
    const missing = makeEvent(at(2, say('u2:more', 'a2:sure')), { minute: 2, capture: delta(5) });
    expect(projectEvent(state, missing).conversation.completeness).toBe('complete');
  });

  test('puts an edited prompt in the place of the old one and ends the branch there', () => {
    const long = makeEvent(say('u1:hi', 'a1:hello', 'u2:more', 'a2:sure'), { capture: COMPLETE });
    const edited = makeEvent(at(0, say('u9:hey', 'a9:yes')), { minute: 1, capture: delta(2) });
    const state = project(long, edited);
    expect(branchOf(state)).toEqual(['hey', 'yes']);
    expect(asideOf(state)).toEqual(['hi', 'hello', 'more', 'sure']);
    expect(state.conversation.completeness).toBe('complete');
  });
});

describe('a lesser capture', () => {
  const before = makeEvent(say('u1:hi', 'a1:hello there', 'u2:more', 'a2:sure'), { capture: COMPLETE });

  test.each<[string, Capture | undefined]>([
    ['window', WINDOW],
    ['selection', { completeness: 'selection' }],
    ['unknown', { completeness: 'unknown' }],
    ['without a word', undefined],
  ])('%s: takes nothing away and leaves the conversation complete', (_, capture) => {
    const state = project(before, makeEvent(say('u2:more'), { minute: 1, capture }));
    expect(branchOf(state)).toEqual(['hi', 'hello there', 'more', 'sure']);
    expect(state.conversation.completeness).toBe('complete');
  });

  test('a selection adds what is not known and never writes over what is', () => {
    const capture = { completeness: 'selection' } as const;
    const said = makeEvent(say('a1:Hello **there**, you'), { capture: COMPLETE });
    const part = (text: string) => makeEvent(say(`a9:${text}`), { minute: 1, capture });
    expect(project(said, part('there, you')).messages).toEqual(project(said).messages);
    expect(branchOf(project(said, part('words of a later answer')))).toEqual([
      'Hello **there**, you',
      'words of a later answer',
    ]);
    const later = makeEvent(say('a1:Hello **there**, you'), { minute: 2, capture: COMPLETE });
    expect(branchOf(project(part('there, you'), later))).toEqual(['Hello **there**, you']);
  });

  test('updates what it has, but not by the beginning of what is known', () => {
    const state = project(before, makeEvent(say('a1:hello', 'u2:MORE'), { minute: 1, capture: WINDOW }));
    expect(branchOf(state)).toEqual(['hi', 'hello there', 'MORE', 'sure']);
  });

  test('that goes on where the conversation ended leaves it complete; one that leaves a gap does not', () => {
    const goesOn = project(before, makeEvent(say('a2:sure', 'u3:new'), { minute: 1, capture: WINDOW }));
    expect(goesOn.conversation).toMatchObject({ completeness: 'complete', messageCount: 5 });
    const gap = project(before, makeEvent(say('u7:later'), { minute: 1, capture: WINDOW }));
    expect(gap.conversation).toMatchObject({ completeness: 'window', messageCount: 5 });
    expect(branchOf(gap).at(-1)).toBe('later');
  });

  test('of what stands further up goes before what is known', () => {
    const state = project(
      makeEvent(say('u5:five', 'a6:six', 'u7:seven'), { capture: WINDOW }),
      makeEvent(say('u1:one', 'a2:two', 'u3:three', 'a4:four', 'u5:five'), { minute: 1, capture: WINDOW }),
    );
    expect(branchOf(state)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
    expect(state.messages.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('of the end follows what is known, wherever its window begins', () => {
    const state = project(
      makeEvent(say('u1:one', 'a2:two', 'u3:three', 'a4:four'), { capture: WINDOW }),
      makeEvent(say('u3:three', 'a4:four', 'u5:five', 'a6:six'), { minute: 1, capture: WINDOW }),
      makeEvent(say('a6:six', 'u7:seven'), { minute: 2, capture: WINDOW }),
    );
    expect(branchOf(state)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
  });

  test('is placed by the ids of the site rather than by made-up ones', () => {
    const state = project(
      makeEvent([...say('u1:yes', 'a1:one'), { role: 'user', content: 'yes', id: 'derived:yes' }, ...say('a2:two')], {
        capture: WINDOW,
      }),
      makeEvent([{ role: 'user', content: 'go on', id: 'derived:yes' }, ...say('a2:two', 'u3:three')], {
        minute: 1,
        capture: WINDOW,
      }),
    );
    expect(branchOf(state)).toEqual(['yes', 'one', 'go on', 'two', 'three']);
  });

  test('does not take away what only another reader sees', () => {
    const rich = makeEvent([{ ...(say('a1:hello')[0] as Message), model: 'gpt-5', reasoning: 'hm' }], {
      capture: COMPLETE,
    });
    const state = project(rich, makeEvent(say('a1:hello!'), { minute: 1, capture: WINDOW }));
    expect(state.messages[0]).toMatchObject({ content: 'hello!', model: 'gpt-5', reasoning: 'hm' });
    expect(state.conversation.models).toEqual(['gpt-5']);
  });

  test('that comes late does not write over newer text', () => {
    const state = project(
      makeEvent(say('u1:new'), { minute: 5, capture: WINDOW }),
      makeEvent(say('u1:old', 'a1:answer'), { minute: 1, capture: WINDOW, data: { conversation_title: 'Old' } }),
      makeEvent(say('u1:older'), { minute: 0, capture: COMPLETE }),
    );
    expect(branchOf(state)).toEqual(['new', 'answer']);
  });
});

describe('messages without ids', () => {
  test('keep their place from one growing snapshot to the next', () => {
    const state = project(
      makeEvent(say('u:hi', 'a:hel')),
      makeEvent(say('u:hi', 'a:hello', 'u:yes'), { minute: 1 }),
      makeEvent(say('u:hi', 'a:hello', 'u:yes', 'a:no', 'u:yes'), { minute: 2 }),
    );
    expect(branchOf(state)).toEqual(['hi', 'hello', 'yes', 'no', 'yes']);
  });

  test('are appended when only the new ones are sent', () => {
    const state = project(
      makeEvent(say('u:hi', 'a:hello')),
      makeEvent(say('u:more', 'a:sure'), { minute: 1 }),
      makeEvent(say('a:sure', 'u:bye'), { minute: 2 }),
    );
    expect(branchOf(state)).toEqual(['hi', 'hello', 'more', 'sure', 'bye']);
  });

  test('never write over another message', () => {
    const state = project(makeEvent(say('u:yes', 'a:fine')), makeEvent(say('u:yes', 'a:what?'), { minute: 1 }));
    expect(branchOf(state)).toContain('fine');
    expect(branchOf(state)).toContain('what?');
  });

  test('take the id of the message that is there already', () => {
    const withIds = makeEvent(say('u1:hi', 'a1:hello'), { capture: COMPLETE });
    const without = makeEvent(say('u:hi', 'a:hello', 'u:more'), { minute: 1, capture: WINDOW });
    expect(project(withIds, without).messages.map(({ id }) => id)).toEqual(['u1', 'a1', 'derived:2:user']);
    const later = project(without, { ...withIds, timestamp: '2026-11-21T10:05:00Z' });
    expect(branchOf(later)).toEqual(['hi', 'hello']);
  });

  test('give way to the same message with its real id', () => {
    const state = project(
      makeEvent(say('u:hi', 'a:hel'), { capture: WINDOW }),
      makeEvent(at(0, say('u1:hi', 'a1:hello')), { minute: 1, capture: WINDOW }),
    );
    expect(branchOf(state)).toEqual(['hi', 'hello']);
    expect(asideOf(state)).toEqual(['hi', 'hel']);
  });
});

describe('title, labels and links', () => {
  test('are merged, and a newer title wins over an older one that comes late', () => {
    const data = (title: string, label: string) => ({ conversation_title: title, labels: [label], links: [label] });
    const state = project(
      makeEvent(say('u1:hi'), { minute: 1, data: data('First', 'a') }),
      makeEvent(say('u1:hi'), { minute: 3, data: data('Third', 'b') }),
      makeEvent(say('u1:hi'), { minute: 2, data: data('Second', 'c') }),
      makeEvent(say('u1:hi'), { minute: 4, data: { conversation_title: ' ' } }),
    );
    expect(state.conversation).toMatchObject({ title: 'Third', labels: ['a', 'b', 'c'] });
    expect(state.links).toEqual(['a', 'b', 'c']);
    expect(state.conversation.createdAt).toBe('2026-11-21T10:01:00.000Z');
  });
});
