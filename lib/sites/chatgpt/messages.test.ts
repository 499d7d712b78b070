import { describe, expect, test } from 'vitest';
import type { ApiMessage, ContentReference } from './api-message.ts';
import { activeBranch } from './branch.ts';
import { resolveMarkers } from './markers.ts';
import { messagesOf } from './messages.ts';

function message(id: string, role: string, text: string): ApiMessage {
  return { id, author: { role }, content: { content_type: 'text', parts: [text] } };
}

describe('messagesOf', () => {
  test('leaves out what people do not see', () => {
    const branch = [
      message('1', 'system', 'be kind'),
      { ...message('2', 'user', 'hidden'), metadata: { is_visually_hidden_from_conversation: true } },
      message('3', 'user', 'Hello'),
      { ...message('4', 'assistant', 'search(1)'), recipient: 'web.run' },
      message('5', 'tool', 'found'),
      { ...message('6', 'assistant', 'Hi'), metadata: { model_slug: 'gpt-5-5' } },
    ];
    expect(messagesOf(branch)).toEqual([
      { role: 'user', id: '3', content: 'Hello' },
      { role: 'assistant', id: '6', content: 'Hi', model: 'gpt-5-5' },
    ]);
  });

  test('gives thinking to the answer after it, and keeps it when no answer came', () => {
    const think = (id: string, content: string) =>
      ({
        ...message(id, 'assistant', ''),
        content: { content_type: 'thoughts', thoughts: [{ summary: '', content }] },
      }) as ApiMessage;
    const branch = [
      message('1', 'user', 'Why?'),
      think('2', 'hm'),
      message('3', 'assistant', 'So.'),
      message('4', 'user', 'And?'),
      think('5', 'oh'),
    ];
    expect(messagesOf(branch)).toMatchObject([
      { id: '1' },
      { id: '3', content: 'So.', reasoning: 'hm' },
      { id: '4' },
      { id: '5', content: '', reasoning: 'oh' },
    ]);
  });

  test('an upload alone is a message, and what was said aloud is its text', () => {
    const spoken = { content_type: 'audio_transcription', text: 'said aloud' };
    const upload = { content_type: 'image_asset_pointer', asset_pointer: 'file-service://file-1', size_bytes: 7 };
    const branch = [upload, spoken].map((part, index) => ({
      ...message(`${index}`, 'user', ''),
      content: { content_type: 'multimodal_text', parts: [part] },
    }));
    expect(messagesOf(branch)).toEqual([
      { role: 'user', id: '0', content: '', attachments: [{ id: 'file-1', size: 7 }] },
      { role: 'user', id: '1', content: 'said aloud' },
    ]);
  });
});

describe('resolveMarkers', () => {
  const cite = '\uE200cite\uE202turn0search0\uE201';
  const reference: ContentReference = {
    type: 'grouped_webpages',
    matched_text: cite,
    items: [{ title: 'A title', url: 'https://a.example/', attribution: 'A' }],
  };

  test('each marker is replaced at its own place, from the end', () => {
    const text = `x${cite} y${cite}`;
    const at = (start: number, url: string): ContentReference => ({
      ...reference,
      start_idx: start,
      items: [{ title: url, url: `https://${url}/` }],
    });
    expect(resolveMarkers(text, [at(1, 'one.example'), at(3 + cite.length, 'two.example')])).toBe(
      'x [one.example](https://one.example/) y [two.example](https://two.example/)',
    );
  });

  test.each([
    [`a${cite}b`, 'ab'],
    ['a\uE200entity\uE202["place","Oslo"]\uE201b', 'aOslob'],
    ['a\uE200url\uE202docs\uE202https://d.example/\uE201', 'a[docs](https://d.example/)'],
    ['a\uE200url\uE202docs\uE202javascript:alert(1)\uE201', 'adocs'],
    ['a【11†source】b', 'ab'],
    ['a - b\u{E0041}', 'a - b'],
    ['broken \uE200cite', 'broken cite'],
  ])('%j without a reference is %j', (text, expected) => {
    expect(resolveMarkers(text, [])).toBe(expected);
  });

  test('a reference to a lone space changes nothing', () => {
    expect(resolveMarkers('a b', [{ type: 'hidden', matched_text: ' ', start_idx: 1 }])).toBe('a b');
  });
});

describe('activeBranch', () => {
  const node = (id: string, parent: string | null) => ({ id, parent, message: message(id, 'user', id) });

  test('is the way from the current node to the root, whatever else was tried', () => {
    const mapping = {
      root: { id: 'root', parent: null, message: null },
      a: node('a', 'root'),
      b: node('b', 'a'),
      c: node('c', 'a'),
    };
    const branch = activeBranch(mapping, 'c');
    expect(branch.messages.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(branch.isWhole).toBe(true);
  });

  test.each([
    ['a parent is missing', { b: node('b', 'gone') }],
    ['the chain is a ring', { a: node('a', 'b'), b: node('b', 'a') }],
    ['nothing is there', {}],
  ])('is not whole when %s', (_, mapping) => {
    expect(activeBranch(mapping, 'b').isWhole).toBe(false);
  });
});
