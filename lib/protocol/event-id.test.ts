import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BrainIngestData, type BrainIngestEvent, brainIngestDataSchema } from './event.ts';
import { contentDigest, deriveEventId } from './event-id.ts';
import vectors from './vectors.json' with { type: 'json' };

const DATA: BrainIngestData = {
  session_id: 's1',
  conversation_title: 'Title',
  messages: [
    { role: 'user', content: 'Question', id: 'm1', index: 0 },
    { role: 'assistant', content: 'Answer', id: 'm2', index: 1, model: 'gpt-5' },
  ],
  labels: [],
  links: ['https://chatgpt.com/c/s1'],
  url: 'https://chatgpt.com/c/s1',
  capture: {
    mode: 'manual',
    reader: 'api',
    completeness: 'complete',
    layout: 'chatgpt/2026-09',
    extension_version: '1.0.0',
  },
};

describe('contentDigest', () => {
  test.each(vectors.contentDigests)('known answer: $name', async ({ data, digest }) => {
    expect(await contentDigest(brainIngestDataSchema.parse(data))).toBe(digest);
  });

  test.each<[string, BrainIngestData['capture']]>([
    ['another mode', { ...DATA.capture, mode: 'auto' }],
    ['another reader', { ...DATA.capture, reader: 'dom' }],
    ['another layout', { ...DATA.capture, layout: 'chatgpt/2026-12' }],
    ['another version of the extension', { ...DATA.capture, extension_version: '2.0.0' }],
    ['none of these told', { completeness: 'complete' }],
  ])('is the same for %s', async (_name, capture) => {
    expect(await contentDigest({ ...DATA, capture })).toBe(await contentDigest(DATA));
  });

  test('is the same whether a capture tells nothing or is not there', async () => {
    const { capture: _capture, ...bare } = DATA;
    expect(await contentDigest({ ...bare, capture: { mode: 'auto' } })).toBe(await contentDigest(bare));
  });

  test.each<[string, Partial<BrainIngestData>]>([
    ['a letter of a message', { messages: [DATA.messages[0]!, { ...DATA.messages[1]!, content: 'answer' }] }],
    ['a line break at the end', { messages: [DATA.messages[0]!, { ...DATA.messages[1]!, content: 'Answer\n' }] }],
    ['the order of messages', { messages: DATA.messages.toReversed() }],
    ['a message less', { messages: DATA.messages.slice(0, 1) }],
    ['a role', { messages: [DATA.messages[0]!, { ...DATA.messages[1]!, role: 'tool' }] }],
    ['a model', { messages: [DATA.messages[0]!, { ...DATA.messages[1]!, model: 'gpt-6' }] }],
    ['the title', { conversation_title: 'title' }],
    ['the title taken away', { conversation_title: '' }],
    ['a label', { labels: ['a'] }],
    ['a link', { links: [] }],
    ['the session', { session_id: 's2' }],
    ['how complete it is', { capture: { ...DATA.capture, completeness: 'window' } }],
    ['a key that the schema does not know', { mood: 'good' }],
  ])('1.2 is another for another content: %s', async (_name, change) => {
    expect(await contentDigest({ ...DATA, ...change })).not.toBe(await contentDigest(DATA));
  });

  test('does not depend on the order of keys, at any depth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json().map(asMember), async (extra) => {
        const data = { ...DATA, extra };
        expect(await contentDigest(reverseKeys(data) as BrainIngestData)).toBe(await contentDigest(data));
      }),
    );
  });

  test('differs whenever the text of a message differs', async () => {
    const withText = (content: string): BrainIngestData => ({ ...DATA, messages: [{ role: 'user', content }] });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (a, b) => {
        expect((await contentDigest(withText(a))) === (await contentDigest(withText(b)))).toBe(a === b);
      }),
    );
  });
});

describe('deriveEventId', () => {
  test.each(vectors.eventIds)('known answer: $name', async ({ eventId, name: _name, ...of }) => {
    expect(await deriveEventId(of)).toBe(eventId);
  });

  test('gives no two of the vectors the same id', () => {
    const ids = vectors.eventIds.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a conversation captured twice gives one id', async () => {
    expect(await nextId(DATA, '')).toBe(await nextId(structuredClone(DATA), ''));
  });

  test('1.2 a conversation edited and edited back gives three ids', async () => {
    const edited = { ...DATA, conversation_title: 'Other' };
    const first = await nextId(DATA, '');
    const second = await nextId(edited, first);
    const third = await nextId(DATA, second);

    expect(new Set([first, second, third]).size).toBe(3);
    expect(third).toMatch(/^evt_[0-9a-f]{40}$/);
  });
});

async function nextId(data: BrainIngestData, previousEventId: BrainIngestEvent['event_id']): Promise<string> {
  const digest = await contentDigest(data);
  return deriveEventId({
    workspaceId: 'ws_1',
    source: 'chatgpt',
    sessionId: data.session_id,
    contentDigest: digest,
    previousEventId,
  });
}

const asMember = (json: string): unknown => JSON.parse(json);

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reverseKeys(member)]),
  );
}
