import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleConversation } from '../delivery/test-context.ts';
import type { RedactionPreferences } from '../messages.ts';
import { conversationDatabase } from '../settings/conversation-database.ts';
import type { Conversation } from '../sites/conversation.ts';
import { redact } from './redact.ts';

const ALL: RedactionPreferences = {
  presets: ['email', 'phone', 'card', 'iban', 'ip', 'secret'],
  patterns: [{ name: 'customer', pattern: 'C-\\d{4}' }],
  inCode: false,
};
const TOKEN = `ghp_${'Ab3d'.repeat(9)}`;

let conversations = 0;
const newConversation = () => `c${(conversations += 1)}`;

async function redactText(content: string, change: Partial<RedactionPreferences> = {}, sessionId = newConversation()) {
  const conversation = sampleConversation({
    sessionId,
    title: '',
    messages: [{ role: 'user', content, id: 'm', index: 0 }],
  });
  const redacted = await redact(conversation, { ...ALL, ...change }, 1);
  return { text: redacted.conversation.messages[0]?.content, counts: redacted.counts };
}

describe('redaction', () => {
  test.each([
    ['an address', 'write ada@example.org!', 'write [email-1]!'],
    ['the same twice, another once', 'a@b.de, A@B.DE, c@d.fr', '[email-1], [email-1], [email-2]'],
    ['several kinds', `a@b.de 4111 1111 1111 1111 ${TOKEN} 8.8.8.8`, '[email-1] [card-1] [secret-1] [ip-1]'],
    ['a card that could be a phone number', '+4111 1111 1111 1111', '+[card-1]'],
    ['what Markdown escapes', 'ada\\_b@example.org and ada_b@example.org', '[email-1] and [email-1]'],
    ['a token that Markdown escapes', TOKEN.replace('_', '\\_'), '[secret-1]'],
    ['a link', '[a@b.de](mailto:a@b.de)', '[[email-1]](mailto:[email-1])'],
    ['an own pattern', 'for C-1234 and C-12', 'for [customer-1] and C-12'],
    ['not inline code', 'a@b.de `a@b.de`', '[email-1] `a@b.de`'],
    ['not a block of code', '```\na@b.de\n```\na@b.de', '```\na@b.de\n```\n[email-1]'],
    ['nothing', 'plain 😀 text', 'plain 😀 text'],
    ['beside signs of two units', '😀a@b.de😀', '😀[email-1]😀'],
  ])('takes %s', async (_name, content, expected) => expect((await redactText(content)).text).toBe(expected));

  test('takes code, too, when it is wanted', async () => {
    expect((await redactText('`a@b.de`\n```\n8.8.8.8\n```', { inCode: true })).text).toBe(
      '`[email-1]`\n```\n[ip-1]\n```',
    );
  });

  test('takes only the kinds that are chosen', async () => {
    expect((await redactText('a@b.de 8.8.8.8', { presets: ['ip'] })).text).toBe('a@b.de [ip-1]');
    expect(await redactText('a@b.de C-1234', { presets: [], patterns: [] })).toEqual({
      text: 'a@b.de C-1234',
      counts: {},
    });
  });

  test('1.2 counts places by kind', async () => {
    expect((await redactText('a@b.de a@b.de 8.8.8.8')).counts).toEqual({ email: 2, ip: 1 });
  });

  test('refuses to go on with a pattern that cannot be used', async () => {
    await expect(redactText('x', { patterns: [{ name: 'own', pattern: '(?=x)' }] })).rejects.toThrow('own');
  });
});

describe('placeholders', () => {
  test('are the same in every capture of a conversation, whatever part of it is read', async () => {
    const id = newConversation();
    expect((await redactText('a@b.de then c@d.fr', {}, id)).text).toBe('[email-1] then [email-2]');
    expect((await redactText('later c@d.fr and e@f.it', {}, id)).text).toBe('later [email-2] and [email-3]');
    expect((await redactText('a@b.de', {}, id)).text).toBe('[email-1]');
  });

  test('of two captures at once agree', async () => {
    const id = newConversation();
    const [one, other] = await Promise.all([redactText('a@b.de', {}, id), redactText('a@b.de', {}, id)]);
    expect(one).toEqual(other);
  });

  test('begin anew in another conversation', async () => {
    await redactText('x@y.org a@b.de');
    expect((await redactText('a@b.de')).text).toBe('[email-1]');
  });

  test('leave no value behind on this device', async () => {
    await redactText('private.person@example.org +49 30 7654321');
    const db = await conversationDatabase();
    const stored = JSON.stringify([await db.getAll('redactions'), await db.getAllKeys('redactions')]);
    expect(stored).toContain('email');
    expect(stored).not.toMatch(/private|example|7654321/);
  });
});

describe('everything that a conversation says', () => {
  const full: Conversation = sampleConversation({
    sessionId: 'whole',
    title: 'Mail to a@b.de',
    messages: [
      {
        role: 'user',
        id: 'derived:0011223344556677',
        index: 0,
        content: 'a@b.de',
        attachments: [
          {
            id: 'a@b.de',
            name: 'a@b.de.txt',
            mime_type: 'text/plain',
            text: 'from a@b.de',
            url: 'https://x.example/?m=a@b.de&p=030-1234567',
          },
          { name: 'x.py', mime_type: 'text/x-python', text: 'to = "a@b.de"' },
        ],
      },
      {
        role: 'assistant',
        id: 'm2',
        parent_id: 'derived:0011223344556677',
        index: 1,
        content: 'Sent.',
        reasoning: 'They want a@b.de',
        citations: [{ title: 'About a@b.de', url: `https://y.example/?t=${TOKEN}` }],
        notes: [{ deep: 'a@b.de' }],
      },
    ],
    branches: [
      { parent_id: 'derived:0011223344556677', messages: [{ role: 'assistant', content: 'No a@b.de', id: 'm3' }] },
    ],
  });

  test('is redacted, but for its ids, its own address and code', async () => {
    const { conversation, counts } = await redact(full, ALL, 1);
    const text = JSON.stringify(conversation);
    const spared = text.replace('"id":"a@b.de"', '').replace('to = \\"a@b.de\\"', '');
    expect(spared).not.toContain('a@b.de');
    expect(text).toContain('"id":"a@b.de"');
    expect(text).toContain('to = \\"a@b.de\\"');
    expect(text).toContain('https://x.example/?m=[email-1]&p=030-1234567');
    expect(text).toContain('https://y.example/?t=[secret-1]');
    expect(conversation.url).toBe(full.url);
    expect(counts).toEqual({ email: 9, secret: 1 });
  });

  test('no id tells what was replaced, and those that name it follow', async () => {
    const { conversation } = await redact(full, ALL, 1);
    const [first, second] = conversation.messages;
    expect(first?.id).toMatch(/^derived:[0-9a-f]{16}$/);
    expect(first?.id).not.toBe('derived:0011223344556677');
    expect(second?.parent_id).toBe(first?.id);
    expect(conversation.branches?.[0]?.parent_id).toBe(first?.id);
    expect((await redact(full, ALL, 2)).conversation).toEqual(conversation);
  });
});

describe('whatever the text', () => {
  const secrets = [
    'ada@example.org',
    '+49 30 1234567',
    '4111 1111 1111 1111',
    'DE89 3704 0044 0532 0130 00',
    '203.0.113.7',
    TOKEN,
    'C-1234',
  ];
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...secrets) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ' ',
        '\n',
        '\n\n',
        ', ',
        '`',
        '```\n',
        '\\',
        '_',
        '-',
        '1',
        '+',
        '@',
        '.',
        ':',
        '[',
        ']',
        '|',
        '> ',
        '- ',
        '😀',
        '\ud83d',
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 5, unit: 'binary' }) },
  );
  const texts = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  test('redacting again changes nothing', () =>
    fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async (content, inCode) => {
        const id = newConversation();
        const once = (await redactText(content, { inCode }, id)).text ?? '';
        expect((await redactText(once, { inCode }, id)).text).toBe(once);
      }),
      { numRuns: 150 },
    ));

  test('no value that stands apart survives, and everything else does', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.constantFrom(...secrets), fc.constantFrom(' and ', ', ', ' 😀 ', '\n', ' (', ') ', ' "', '"; ')),
        ),
        async (pairs) => {
          const content = pairs.map(([value, between]) => value + between).join('');
          const { text = '' } = await redactText(content);
          for (const value of secrets) expect(text).not.toContain(value);
          expect(text.replaceAll(/\[[a-z]+-\d+\]/g, '')).toBe(pairs.map(([, between]) => between).join(''));
        },
      ),
      { numRuns: 80 },
    ));

  test('no character is split', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...secrets), fc.string({ unit: 'grapheme', maxLength: 3 })), {
          maxLength: 8,
        }),
        async (pieces) => {
          const { text = '' } = await redactText(pieces.join(''), { patterns: [{ name: 'own', pattern: '[^a]{2}' }] });
          expect(text.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 80 },
    ));
});
