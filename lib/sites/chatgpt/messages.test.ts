import { describe, expect, test } from 'vitest';
import type { Message } from '../../protocol/event.ts';
import { toApiMessage } from './api-message.ts';
import { readBranch } from './messages.ts';

type Data = Record<string, unknown>;

/** id, role, text, and whatever else the message has */
function said(...[id, role, text, more]: [string, string, string, Data?]): Data {
  return { id, author: { role }, content: { content_type: 'text', parts: [text] }, ...more };
}

function of(content: Data, more: Data = {}): Data {
  return { id: 'x', author: { role: 'assistant' }, content, ...more };
}

/** The messages of a branch that begins with a prompt. */
function read(...nodes: Data[]): Message[] {
  const { messages } = readBranch([said('0', 'user', 'Hello'), ...nodes].map(toApiMessage));
  expect(messages[0]).toEqual({ role: 'user', id: '0', content: 'Hello' });
  return messages.slice(1);
}

describe('readBranch', () => {
  test('leaves out what people do not see', () => {
    const hidden = { metadata: { is_visually_hidden_from_conversation: true } };
    const messages = read(
      said('1', 'system', 'be kind'),
      said('2', 'user', 'hidden', hidden),
      of({ content_type: 'user_editable_context', user_profile: 'private' }, { author: { role: 'user' } }),
      of({ content_type: 'model_editable_context', model_set_context: 'private' }),
      said('3', 'assistant', 'remembers', { recipient: 'bio' }),
      said('4', 'assistant', 'Hi', { metadata: { model_slug: 'gpt-5-5' }, create_time: 1790000000.25 }),
    );
    expect(messages).toEqual([
      { role: 'assistant', id: '4', content: 'Hi', model: 'gpt-5-5', timestamp: '2026-09-21T14:13:20.250Z' },
    ]);
  });

  test('folds the work of tools above the answer it led to', () => {
    const messages = read(
      of({
        content_type: 'thoughts',
        thoughts: [
          { summary: 'Plan', content: 'Count.' },
          { summary: '', content: '' },
        ],
      }),
      said('1', 'assistant', 'Let me count.', { channel: 'commentary' }),
      of({ content_type: 'code', language: 'unknown', text: 'print(1)\nprint(2)' }, { recipient: 'python' }),
      of({ content_type: 'execution_output', text: '1\n2' }, { author: { role: 'tool', name: 'python' } }),
      said('2', 'tool', 'The output was redacted.', { metadata: { is_redacted: true } }),
      of({ content_type: 'reasoning_recap', content: 'Thought for 9s' }),
      said('3', 'assistant', 'Two.'),
    );
    expect(messages).toEqual([
      {
        role: 'assistant',
        id: '3',
        content: 'Two.',
        reasoning: [
          '**Plan**\n\nCount.',
          'Let me count.',
          '> **python**\n>\n> ```python\n> print(1)\n> print(2)\n> ```',
          '> **python result**\n>\n> ```text\n> 1\n> 2\n> ```',
        ].join('\n\n'),
      },
    ]);
  });

  test('keeps work after the last answer, and work without any answer', () => {
    const think = (content: string) => of({ content_type: 'thoughts', thoughts: [{ content }] });
    const messages = read(said('1', 'assistant', 'So.'), think('hm'), said('2', 'user', 'And?'), {
      ...think('oh'),
      id: '3',
    });
    expect(messages).toMatchObject([
      { id: '1', content: 'So.', reasoning: 'hm' },
      { id: '2' },
      { id: '3', content: '', reasoning: 'oh' },
    ]);
  });

  test('an upload alone is a message, and what was said aloud is its text', () => {
    const upload = { content_type: 'image_asset_pointer', asset_pointer: 'file-service://file-1', size_bytes: 7 };
    const voice = { content_type: 'audio_asset_pointer', asset_pointer: 'sediment://file_2', format: 'wav' };
    const talk = { content_type: 'real_time_user_audio_video_asset_pointer', audio_asset_pointer: voice };
    const spoken = { content_type: 'audio_transcription', text: 'said aloud', direction: 'in' };
    const user = { author: { role: 'user' } };
    const messages = read(
      of({ content_type: 'multimodal_text', parts: [upload] }, { ...user, id: '1' }),
      of({ content_type: 'multimodal_text', parts: [talk, spoken] }, { ...user, id: '2' }),
    );
    expect(messages).toEqual([
      { role: 'user', id: '1', content: '', attachments: [{ id: 'file-1', size: 7 }] },
      { role: 'user', id: '2', content: 'said aloud', attachments: [{ id: 'file_2', mime_type: 'audio/wav' }] },
    ]);
  });

  test('pictures of a tool and of a program are answers', () => {
    const drawn = { content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_1?shared=1', size_bytes: 9 };
    const result = { messages: [{ message_type: 'image', image_url: 'file-service://file-2' }] };
    const messages = read(
      of({ content_type: 'multimodal_text', parts: ['for the model', drawn] }, { id: '1', author: { role: 'tool' } }),
      of(
        { content_type: 'execution_output', text: '' },
        { id: '2', author: { role: 'tool' }, metadata: { aggregate_result: result } },
      ),
    );
    expect(messages).toEqual([
      { role: 'assistant', id: '1', content: '', attachments: [{ id: 'file_1', size: 9 }] },
      { role: 'assistant', id: '2', content: '', attachments: [{ id: 'file-2' }] },
    ]);
  });

  test.each([
    [
      'text of a part to come',
      { content_type: 'multimodal_text', parts: [{ content_type: 'new', text: 'kept' }] },
      'kept',
    ],
    [
      'a part without words',
      { content_type: 'multimodal_text', parts: ['a', { content_type: 'future_widget', x: 1 }] },
      'a\n\n**future_widget**\n\n```json\n{\n  "content_type": "future_widget",\n  "x": 1\n}\n```',
    ],
    [
      'a content to come',
      { content_type: 'hologram', beams: ['```'] },
      '**hologram**\n\n````json\n{\n  "content_type": "hologram",\n  "beams": [\n    "```"\n  ]\n}\n````',
    ],
    ['code for people', { content_type: 'code', language: 'css', text: 'a {}' }, '```css\na {}\n```'],
    ['an error', { content_type: 'system_error', name: 'Timeout', text: 'Too slow' }, '**Error**: Timeout: Too slow'],
    [
      'a quoted page',
      { content_type: 'tether_quote', title: 'T', url: 'https://t.example/', text: 'a\n\nb' },
      '> T https://t.example/\n>\n> a\n>\n> b',
    ],
    ['text without a type', { parts: ['plain'] }, 'plain'],
  ])('%s is kept', (_, content, expected) => {
    expect(read(of(content))).toEqual([{ role: 'assistant', id: 'x', content: expected }]);
  });

  test('says that an answer was stopped', () => {
    const stopped = { metadata: { finish_details: { type: 'interrupted' } } };
    expect(read(said('1', 'assistant', 'Half an', stopped))).toMatchObject([
      { content: 'Half an', reasoning: '*Stopped by the user.*' },
    ]);
  });

  test('a report of Deep Research is an answer, once and in its last state', () => {
    const state = (text: string) => ({
      chatgpt_sdk: {
        widget_state: JSON.stringify({ report_message: { id: 'r', content: { content_type: 'text', parts: [text] } } }),
        tool_response_metadata: { venus_widget_state: { status: 'planned' } },
      },
    });
    const tool = { author: { role: 'tool', name: 'api_tool.call_tool' } };
    const messages = read(
      said('1', 'tool', 'host', { ...tool, metadata: state('# Report') }),
      said('2', 'tool', 'host', { ...tool, metadata: state(String.raw`# Report on \(x\)`) }),
      said('3', 'assistant', 'Done.'),
    );
    expect(messages).toEqual([
      { role: 'assistant', id: '1', content: '# Report on $x$' },
      { role: 'assistant', id: '3', content: 'Done.' },
    ]);
  });

  test('data of another shape than expected is missing, not fatal', () => {
    const odd = { create_time: 'now', metadata: { attachments: 'x', content_references: [null, 7], citations: {} } };
    expect(read(said('1', 'assistant', 'Hi', odd))).toEqual([{ role: 'assistant', id: '1', content: 'Hi' }]);
    expect(read(said('1', 'assistant', 'Hi', { create_time: 1e20 }))).toEqual([
      { role: 'assistant', id: '1', content: 'Hi' },
    ]);
    expect(toApiMessage({ id: 1, author: null, content: [] })).toBe(null);
  });
});
