import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { splitNote } from './front-matter.ts';
import { findRegion } from './managed-region.ts';
import { composeNote } from './note.ts';
import { conversationOf, messageOf } from './note-fixture.ts';

beforeEach(() => vi.stubEnv('TZ', 'UTC'));
afterEach(() => vi.unstubAllEnvs());

const answer = { role: 'assistant', model: 'gpt-5', timestamp: '2026-11-20T09:01:00Z' } as const;
const regionOf = (note: string) => {
  const region = findRegion(note);
  return note.slice(region?.start, region?.end).split('\n').slice(2, -2).join('\n');
};

test('messages read as a conversation: who, when, which model, thinking first, files and sources last', () => {
  const question = messageOf('Ideas?', {
    timestamp: '2026-11-20T09:00:00Z',
    attachments: [
      { name: 'brief_v2 [a].pdf', mime_type: 'application/pdf', size: 120_345, url: 'https://chatgpt.com/f/(1)' },
      { name: 'local.csv', url: 'javascript:alert(1)' },
      { id: 'file-9' },
    ],
  });
  const reply = messageOf('See [tiers](https://a.example/tiers).', {
    ...answer,
    reasoning: 'First,\n\n```\nopen',
    citations: [
      { title: 'Tiers', url: 'https://a.example/tiers' },
      { title: 'Other <b>', url: 'https://b.example/' },
      { url: 'https://b.example/' },
    ],
  });
  const last = messageOf('More', { ...answer, model: 'o9' });

  const note = composeNote(null, conversationOf(), [
    question,
    reply,
    messageOf('Go on'),
    last,
    { ...last, role: 'tool' },
  ]);

  expect(regionOf(note)).toBe(`## User · 2026-11-20 09:00

Ideas?

**Attachments**

- [brief_v2 \\[a\\].pdf](https://chatgpt.com/f/%281%29) (application/pdf, 120 kB)
- local.csv \`javascript:alert(1)\`
- file-9

## ChatGPT · 2026-11-20 09:01 · gpt-5

> [!note]- Thinking
> First,
>
> \`\`\`
> open
> \`\`\`

See [tiers](https://a.example/tiers).

**Sources**

- [Other \\<b\\>](https://b.example/)

## User

Go on

## ChatGPT · 2026-11-20 09:01 · o9

More

## Tool · 2026-11-20 09:01

More`);
});

test.each([
  ['claude', '## Claude'],
  ['gemini', '## Gemini'],
  ['le-chat', '## Le chat'],
  ['__proto__', '## Proto'],
])('the one who answers on %s is called %s', (source, heading) => {
  expect(composeNote(null, conversationOf({ source }), [messageOf('x', { role: 'assistant' })])).toContain(
    `\n${heading}\n`,
  );
});

test.each([
  ['window', 'Only a part of this conversation was captured'],
  ['selection', 'Only messages that were selected'],
  ['unknown', 'may be incomplete'],
] as const)('a capture that is %s says so on top', (completeness, words) => {
  const first = regionOf(composeNote(null, conversationOf({ completeness }), [messageOf('x')])).split('\n')[0];
  expect(first).toContain(words);
});

test('a complete capture says nothing on top', () => {
  expect(regionOf(composeNote(null, conversationOf(), [messageOf('x')]))).toMatch(/^## User\n/);
});

test('properties that cannot be read are left alone, and the note says so', () => {
  const text = '---\ntitle: "open\n---\nmine\n';
  const note = composeNote(text, conversationOf(), [messageOf('x')]);
  expect(note.startsWith(text)).toBe(true);
  expect(regionOf(note)).toMatch(/^> \[!warning\] The properties of this note cannot be read/);
});

test('the same conversation gives the same note', () => {
  const note = composeNote(null, conversationOf(), [messageOf('x')]);
  expect(composeNote(note, conversationOf(), [messageOf('x')])).toBe(note);
});

// What people and chats may write: their own words, and pieces of what holds a note together.
const words = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom('\n', '\r\n', '\r', '\n\n', '---\n', '```\n', '> ', '\u2028', '\ufeff', '<!-- ', ' -->'),
    fc.constantFrom(
      '<!-- brainpost:begin -->',
      '<!-- brainpost:end -->',
      '\n<!-- brainpost:end -->\n',
      '\tbrainpost_id: x\n',
    ),
  ),
  { maxLength: 12 },
);
const text = words.map((parts) => parts.join(''));
const ownText = text.filter((own) => !own.includes('brainpost:')).map((own) => own.toWellFormed());
const update = fc.record({ title: text, content: text, reasoning: text, label: text, model: text });

test('no content breaks out of the region, and what a person wrote around it survives any updates byte for byte', () => {
  fc.assert(
    fc.property(
      ownText,
      ownText,
      fc.constantFrom('\n', '\r\n'),
      fc.array(update, { minLength: 1, maxLength: 4 }),
      (...of) => {
        const [above, below, eol, updates] = of;
        const first = composeNote(null, conversationOf(), [messageOf('x')]).replaceAll('\n', eol);
        const { open, yaml, close, body } = splitNote(first);
        const region = findRegion(body);
        const before = above + eol;
        const after = eol + below;
        let note = `${open}mine: 1 # dear${eol}${yaml}${close}${before}${body.slice(region?.start, region?.end)}${after}`;
        for (const { title, content, reasoning, label, model } of updates) {
          const conversation = conversationOf({ title, labels: [label], models: [model] });
          const message = messageOf(content, {
            reasoning,
            model,
            citations: [{ url: content, title }],
            attachments: [{ name: title }],
          });
          note = composeNote(note, conversation, [message, message]);

          const parts = splitNote(note);
          const found = findRegion(parts.body);
          expect(parts.yaml.startsWith(`mine: 1 # dear${eol}`)).toBe(true);
          expect(parts.body.slice(0, found?.start)).toBe(before);
          expect(parts.body.slice(found?.end)).toBe(after);
          expect(composeNote(note, conversation, [message, message])).toBe(note);
        }
      },
    ),
    { numRuns: 300 },
  );
});
