import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderName, isNameGivenFor, noteFileName } from './file-name.ts';

const hostile: [title: string, name: string][] = [
  ['Pricing page brainstorm', 'Pricing page brainstorm.md'],
  ['', 'Untitled.md'],
  ['   ', 'Untitled.md'],
  ['...', 'Untitled.md'],
  ['???', 'Untitled.md'],
  ['../../etc/passwd', '-..-etc-passwd.md'],
  ['..\\..\\boot.ini', '-..-boot.ini.md'],
  ['/absolute', '-absolute.md'],
  ['C:\\Windows', 'C -Windows.md'],
  ['.obsidian', 'obsidian.md'],
  ['CON', '_CON.md'],
  ['con.txt', '_con.txt.md'],
  ['nul ', '_nul.md'],
  ['COM1', '_COM1.md'],
  ['lpt².x', '_lpt².x.md'],
  ['CONSOLE', 'CONSOLE.md'],
  ['What? "A/B" <test>: 50% | *done*', "What 'A-B' test 50% - done.md"],
  ['C# [draft] ^1 |x', 'C draft 1 -x.md'],
  ['trailing dots...', 'trailing dots.md'],
  ['trailing spaces   ', 'trailing spaces.md'],
  ['two\nlines\tand\u0000\u0007controls', 'two lines and controls.md'],
  ['line\u2028para\u2029', 'line para.md'],
  ['cafe\u0301', 'café.md'],
  ['gnp\u202e.exe', 'gnp.exe.md'],
  ['zero\u200bwidth\ufeff', 'zerowidth.md'],
  ['lone \ud83d half', 'lone half.md'],
  ['می\u200cخواهم', 'می\u200cخواهم.md'],
  ['family 👨‍👩‍👧‍👦', 'family 👨‍👩‍👧‍👦.md'],
  ['private \ue000 and \uffff', 'private and.md'],
];

test.each(hostile)('%j is named %j', (title, name) => {
  expect(noteFileName(title)).toBe(name);
});

test('a long title is cut between characters as people see them', () => {
  const name = noteFileName('👨‍👩‍👧‍👦'.repeat(40));
  expect(name).toMatch(/^(?:👨‍👩‍👧‍👦)+\.md$/u);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);

  expect(Array.from(noteFileName('x'.repeat(500), 12))).toHaveLength(119);
  expect(noteFileName(`${'x'.repeat(115)} . tail`)).toBe(`${'x'.repeat(115)}.md`);
});

test('every title gives a name that every system takes', () => {
  const number = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), number, (title, n) => {
      const name = noteFileName(title, n);
      expect(name).toBe(name.normalize('NFC'));
      expect(name.isWellFormed()).toBe(true);
      expect(name).not.toMatch(/[<>:"/\\|?*#^[\]\p{Cc}]|^[. ]|[. ]\.md$/u);
      expect(name).toMatch(/[^.]\.md$/);
      expect(Array.from(name).length).toBeLessThanOrEqual(120);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(isNameGivenFor(name, title)).toBe(true);
    }),
  );
});

test.each([
  ['ChatGPT', 'ChatGPT'],
  ['..', 'Other'],
  ['', 'Other'],
  ['a/../../b', 'a-..-..-b'],
  ['con', '_con'],
])('the folder of %j is %j', (source, folder) => {
  expect(folderName(source)).toBe(folder);
});

test.each([
  ['Plan.md', 'Plan', true],
  ['Plan 2.md', 'Plan', true],
  ['Plan 17.md', 'Plan', true],
  ['Plan 2.md', 'Plan 2', true],
  ['Plan two.md', 'Plan', false],
  ['My plan.md', 'Plan', false],
  ['plan.md', 'Plan', false],
])('whether %j is a name given for %j: %j', (name, title, expected) => {
  expect(isNameGivenFor(name, title)).toBe(expected);
});
