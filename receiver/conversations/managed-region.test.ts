import { expect, test } from 'vitest';
import { findRegion, REGION_BEGIN, REGION_END, replaceRegion } from './managed-region.ts';

const regionOf = (inner: string, eol = '\n') => [REGION_BEGIN, '', inner, '', REGION_END].join(eol);

test('replaces the region and keeps what stands around it byte for byte', () => {
  const before = '  my intro\t\n\n';
  const after = '\n\n\nmine, too  \nno line end';

  expect(replaceRegion(before + regionOf('old') + after, 'new', '\n')).toBe(before + regionOf('new') + after);
});

test('keeps the line ends of a CRLF note', () => {
  const text = `intro\r\n\r\n${regionOf('old', '\r\n')}\r\nmine\r\n`;

  const replaced = replaceRegion(text, 'a\nb', '\r\n');

  expect(replaced).toBe(`intro\r\n\r\n${regionOf('a\r\nb', '\r\n')}\r\nmine\r\n`);
});

test('knows the begin mark when its words were changed', () => {
  const text = `<!-- brainpost:begin -->\nold\n${REGION_END}\n`;

  expect(replaceRegion(text, 'new', '\n')).toBe(`${regionOf('new')}\n`);
});

const damaged: [name: string, text: string][] = [
  ['both marks are gone', 'old answer\n\nmy thoughts\n'],
  ['the begin mark is gone', `old answer\n${REGION_END}\n\nmy thoughts\n`],
  ['the end mark is gone', `${REGION_BEGIN}\nold answer\n\nmy thoughts`],
  ['the marks are swapped', `${REGION_END}\nold answer\n${REGION_BEGIN}\nmy thoughts\n\n`],
  ['a mark shares its line with words', `so ${REGION_BEGIN}\nold answer\n${REGION_END}\n`],
  ['the marks were joined into one line', `${REGION_BEGIN} old answer ${REGION_END}`],
];

test.each(damaged)('%s: keeps all of the text and appends a region that is found from then on', (_, text) => {
  const repaired = replaceRegion(text, 'new', '\n');

  expect(repaired.startsWith(text)).toBe(true);
  expect(repaired.slice(text.length).trim()).toBe(regionOf('new'));
  expect(replaceRegion(repaired, 'newer', '\n')).toBe(repaired.replace('\nnew\n', '\nnewer\n'));
});

test('updates the first of two regions and leaves the copy to the person', () => {
  const copy = regionOf('old, with my remarks');

  const replaced = replaceRegion(`${regionOf('old')}\n\n${copy}\n`, 'new', '\n');

  expect(replaced).toBe(`${regionOf('new')}\n\n${copy}\n`);
});

test.each([REGION_END, REGION_BEGIN, '  <!--brainpost:end-->  ', `${REGION_END}\r`])(
  'a line of content that looks like the mark %j does not end the region',
  (mark) => {
    const once = replaceRegion('before\n', `\`\`\`\n${mark}\nsecret\n\`\`\``, '\n');

    expect(findRegion(once)?.end).toBe(once.trimEnd().length);
    expect(replaceRegion(once, 'new', '\n')).toBe(`before\n\n${regionOf('new')}\n`);
  },
);
