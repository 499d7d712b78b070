import { describe, expect, test } from 'vitest';
import { resolveMarkers } from './markers.ts';
import type { ContentReference } from './references.ts';

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
