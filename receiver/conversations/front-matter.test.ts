import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { readProperty, splitNote, updateFrontMatter } from './front-matter.ts';
import { noteProperties, tagsOf } from './front-matter-properties.ts';
import { conversationOf } from './note-fixture.ts';

beforeEach(() => vi.stubEnv('TZ', 'UTC'));
afterEach(() => vi.unstubAllEnvs());

const update = (text: string, changes = {}) =>
  updateFrontMatter(text, noteProperties(conversationOf(changes)), /\r\n/.test(text) ? '\r\n' : '\n');
const fresh = (changes = {}) => update('', changes).frontMatter;

test('a new note has all properties as Obsidian writes them', () => {
  expect(fresh({ labels: ['Work ideas'] })).toBe(
    [
      '---',
      'title: Pricing page brainstorm',
      'source: chatgpt',
      'url: "https://chatgpt.com/c/abc-123"',
      'session_id: abc-123',
      'models:',
      '  - gpt-5',
      'labels:',
      '  - Work ideas',
      'created: 2026-11-20T09:00:00',
      'updated: 2026-11-21T10:04:05',
      'messages: 1',
      'completeness: complete',
      'brainpost_id: cnv_1',
      'tags:',
      '  - Work-ideas',
      '---',
      '',
    ].join('\n'),
  );
});

test('times are those of the machine, because Obsidian reads them so', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  expect(fresh()).toContain('created: 2026-11-20T10:00:00\n');
});

test.each([
  'yes',
  'null',
  '2026',
  '2026-11-21',
  '0x1F',
  '- list',
  '# no comment',
  'a: b',
  '---',
  '"quoted" \\ \'both\'',
  '[[link]]',
  '{a}',
  '!tag &anchor *alias',
  '%%',
  'emoji 👩‍💻',
  'line\u2028separator',
  'bell\u0007 and\u0085next',
  'lone \ud800 half',
  'two\nlines',
])('the title %j comes back as text', (title) => {
  const read: unknown = parse(splitNote(`${fresh({ title })}\nbody`).yaml);
  expect(read).toHaveProperty('title', expect.any(String));
  expect(read).toHaveProperty('messages', 1);
  expect(readProperty(fresh({ title }), 'title')).toBe(noteProperties(conversationOf({ title })).title);
});

describe('updating', () => {
  const edited = [
    '---',
    '# kept above',
    'rating:   5   # stars',
    "title: 'Pricing page brainstorm'",
    '',
    'brainpost_id: cnv_1',
    'messages: 1 # how many',
    'models: [ gpt-5 ]',
    'nested: {a: [1,2],   b: "x"}',
    'text: |',
    '  two',
    '    lines',
    'labels:',
    '- old',
    '# about the source',
    'source: "chatgpt"',
    'session_id: abc-123',
    'url: https://chatgpt.com/c/abc-123',
    'created: 2026-11-20T09:00:00',
    'updated: 2026-11-21T10:04:05',
    'completeness: complete',
    '---',
    '',
  ].join('\n');

  test.each([edited, edited.replaceAll('\n', '\r\n')])('touches nothing that is right already', (text) => {
    expect(update(text, { labels: ['old'] }).frontMatter).toBe(text);
  });

  test.each(['\n', '\r\n'])('changes the values that are Brainpost’s and not one byte more (%j)', (eol) => {
    const text = edited.replaceAll('\n', eol);

    const { frontMatter } = update(text, { messageCount: 2, models: ['gpt-5', 'o9'], labels: ['old', 'new one'] });

    expect(frontMatter).toBe(
      text
        .replace('messages: 1 #', 'messages: 2 #')
        .replace('models: [ gpt-5 ]', ['models:', '  - gpt-5', '  - o9'].join(eol))
        .replace(['labels:', '- old'].join(eol), ['labels:', '  - old', '  - new one'].join(eol))
        .replace(`complete${eol}---`, ['complete', 'tags:', '  - new-one', '---'].join(eol)),
    );
  });

  test('a former title becomes an alias beside those of the person', () => {
    const text = `${fresh().slice(0, -4)}aliases:\n    - Mine # dear\n    - "Other"\nlast: 1\n---\n`;

    const { frontMatter } = update(text, { title: 'New: title' });

    expect(frontMatter).toContain(
      'aliases:\n    - Mine # dear\n    - "Other"\n    - Pricing page brainstorm\nlast: 1\n',
    );
    expect(frontMatter).toContain('title: "New: title"\n');
  });

  test.each([
    ['aliases: [Mine] # dear', 'aliases: [Mine, Pricing page brainstorm] # dear'],
    ['aliases: Mine, Yours', 'aliases:\n  - Mine\n  - Yours\n  - Pricing page brainstorm'],
    ['aliases:', 'aliases:\n  - Pricing page brainstorm'],
    ['aliases: []', 'aliases:\n  - Pricing page brainstorm'],
    ['aliases: [2026, null]', 'aliases:\n  - "2026"\n  - Pricing page brainstorm'],
    ['aliases: ["pricing page BRAINSTORM"]', 'aliases: ["pricing page BRAINSTORM"]'],
  ])('an alias is added to %j', (before, after) => {
    const { frontMatter, isReadable } = update(`${fresh().slice(0, -4)}${before}\n---\n`, { title: 'New' });
    expect(isReadable).toBe(true);
    expect(frontMatter.endsWith(`${after}\n---\n`)).toBe(true);
  });

  test('no title is no alias', () => {
    expect(update(fresh({ title: '' }), { title: 'New' }).frontMatter).not.toContain('aliases');
  });

  test('a tag that the person took out does not come back', () => {
    const text = fresh({ labels: ['work'] }).replace('tags:\n  - work\n', 'tags:\n  - mine\n');
    expect(update(text, { labels: ['work', 'home'] }).frontMatter).toContain('tags:\n  - mine\n  - home\n');
  });

  test.each([
    ['broken YAML', '---\ntitle: "open\nbrainpost_id: cnv_1\n: [\n---\n'],
    ['the same key twice', '---\ntitle: a\ntitle: b\nbrainpost_id: cnv_1\n---\n'],
    ['a list', '---\n- a\n- b\n---\n'],
    ['an anchor on a value of ours', '---\ntitle: &t Old\ncopy: *t\n---\n'],
    [
      'values that multiply',
      `---\na: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n---\n`,
    ],
  ])('front matter with %s is left as it is', (_, text) => {
    expect(update(text)).toMatchObject({ frontMatter: text, isReadable: false });
  });

  test('front matter that was removed is put back above the text, behind a byte order mark', () => {
    const { frontMatter, body } = update('\ufeffmy text\n');
    expect([frontMatter, body]).toEqual([`\ufeff${fresh()}`, 'my text\n']);
  });
});

test('an id is found in front matter that is broken elsewhere', () => {
  expect(readProperty('---\na: "open\nbrainpost_id: "cnv_1" # mine\n---\n', 'brainpost_id')).toBe('cnv_1');
  expect(readProperty('---\nbrainpost_id:\n---\n', 'brainpost_id')).toBeUndefined();
  expect(readProperty('text\nbrainpost_id: cnv_1\n', 'brainpost_id')).toBeUndefined();
});

test.each([
  ['Work ideas', 'Work-ideas'],
  ['#todo', 'todo'],
  ['a/b//c/', 'a/b/c'],
  ['2026', '_2026'],
  ['C++ & Rust!', 'C-Rust'],
  ['Größe', 'Größe'],
  ['日本語', '日本語'],
])('the label %j is the tag %j', (label, tag) => {
  expect(tagsOf([label])).toEqual([tag]);
});

test('labels that hold nothing a tag can hold give none', () => {
  expect(tagsOf(['???', ' ', '-', ''])).toEqual([]);
});
