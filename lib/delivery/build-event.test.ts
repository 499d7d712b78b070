import { describe, expect, test } from 'vitest';
import { type Attachment, type BrainIngestEvent, brainIngestEventSchema } from '../protocol/event.ts';
import { brainIngestData, buildEvent, type Captured } from './build-event.ts';
import { sampleConversation } from './test-context.ts';

const FILE = { id: 'f1', name: 'a.txt', mime_type: 'text/plain', size: 3, text: 'abc' };
const URL = 'https://chatgpt.com/c/session-1';

const eventOf = (change: Partial<Captured> = {}): Promise<BrainIngestEvent> =>
  buildEvent(
    { workspaceId: 'ws_1', source: 'chatgpt', previousEventId: '', atMs: Date.UTC(2026, 10, 21, 9, 30) },
    brainIngestData({ conversation: sampleConversation(), mode: 'manual', extensionVersion: '1.0.0', ...change }),
  );

describe('1.2 what a capture becomes', () => {
  test('1.2 the envelope: id, source, type, workspace and the time it happened; no actor unless there is one', async () => {
    expect(await eventOf()).toEqual({
      event_id: expect.stringMatching(/^[A-Za-z0-9_-]{1,128}$/),
      source: 'chatgpt',
      type: 'brain.ingest',
      workspace_id: 'ws_1',
      timestamp: '2026-11-21T09:30:00.000Z',
      data: expect.any(Object),
    });
  });

  test('1.2 what was read, word for word: session, title, messages in order, branches, labels', async () => {
    const messages = [
      { role: 'user' as const, content: 'Q', id: 'm1', index: 0, timestamp: '2026-11-21T09:29:00Z' },
      {
        role: 'assistant' as const,
        content: 'A **b**',
        id: 'derived:0123456789abcdef',
        parent_id: 'm1',
        index: 1,
        model: 'gpt-5',
        reasoning: 'Hm.',
        citations: [{ title: 'One', url: 'https://one.example/' }],
        attachments: [FILE],
      },
    ];
    const branches = [{ parent_id: 'm1', messages: [{ role: 'assistant' as const, content: 'B', id: 'm3' }] }];
    const { data } = await eventOf({ conversation: sampleConversation({ messages, branches }), labels: ['tea'] });
    const read = { session_id: 'session-1', conversation_title: 'Sourdough', url: URL };
    expect(data).toMatchObject({ ...read, messages, branches, labels: ['tea'] });
  });

  test('1.2 links: the conversation’s own first, then those that are cited, none twice', async () => {
    const citing = (...urls: string[]) => ({
      role: 'assistant' as const,
      content: '',
      citations: urls.map((url) => ({ url })),
    });
    const messages = [citing('https://b.example/', URL), citing('https://a.example/', 'https://b.example/')];
    const { data } = await eventOf({ conversation: sampleConversation({ messages }) });
    expect(data.links).toEqual([URL, 'https://b.example/', 'https://a.example/']);
  });

  test('1.2 attachments: all that the messages have, each once', async () => {
    const having = (...attachments: Attachment[]) => ({ role: 'user' as const, content: '', attachments });
    const messages = [having(FILE, { name: 'b.png' }), having(FILE), { role: 'user' as const, content: '' }];
    expect((await eventOf({ conversation: sampleConversation({ messages }) })).data.attachments).toEqual([
      FILE,
      { name: 'b.png' },
    ]);
  });

  test('1.2 how it was captured', async () => {
    const conversation = sampleConversation({ reader: 'api', completeness: 'window', unknownParts: 2 });
    const { data } = await eventOf({ conversation, mode: 'auto', redactions: 3, renderOnly: true });
    expect(data.capture).toEqual({
      mode: 'auto',
      reader: 'api',
      completeness: 'window',
      snapshot: 'full',
      total_messages: 2,
      layout: 'chatgpt/2026-09',
      extension_version: '1.0.0',
      redactions: 3,
      unknown_parts: 2,
      render_only: true,
    });
    expect((await eventOf()).data.capture).not.toHaveProperty('unknown_parts');
  });

  test('1.2 a receiver that knows only the fields of IntegrateWise can use it', async () => {
    const { data, ...envelope } = await eventOf({ labels: ['tea'] });
    const { session_id, conversation_title, labels, links, attachments } = data;
    const messages = data.messages.map(({ role, content }) => ({ role, content }));
    const seed = { session_id, conversation_title, messages, labels, links, attachments };
    expect(seed).toEqual({
      session_id: 'session-1',
      conversation_title: 'Sourdough',
      messages: [
        { role: 'user', content: 'How long does it rise?' },
        { role: 'assistant', content: 'About **eight** hours.' },
      ],
      labels: ['tea'],
      links: [URL],
      attachments: [],
    });
    expect(brainIngestEventSchema.safeParse({ ...envelope, data: seed }).success).toBe(true);
  });

  test('1.2 no field is called idempotency_key: the id of the event is the key', async () => {
    expect(JSON.stringify(await eventOf())).not.toContain('idempotency_key');
  });
});
