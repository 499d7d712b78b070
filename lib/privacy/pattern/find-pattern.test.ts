import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from './compile-pattern.ts';
import { findPattern } from './find-pattern.ts';

function find(source: string, text: string): string[] {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error(compiled.problem);
  return findPattern(compiled.steps, text).map(({ value }) => value);
}

describe('own patterns', () => {
  test.each([
    ['C-\\d{4,6}', 'C-123 C-1234567 C-12345', ['C-123456', 'C-12345']],
    ['a|ab', 'ab', ['a']],
    ['a+?', 'aaa', ['a', 'a', 'a']],
    ['(?<year>\\d{4})-\\d\\d', 'in 2026-11', ['2026-11']],
    ['^x.*$', 'ax\nxb\nxc', ['xb', 'xc']],
    ['\\bcat\\b', 'cat concat cat.', ['cat', 'cat']],
    ['[^\\s\\]]+\\]', 'ab] c', ['ab]']],
    ['\\p{Lu}\\u{1F600}[😀-😂]', 'aÄ😀😁', ['Ä😀😁']],
    ['(?i:falcon)X', 'FALCONX falconx', ['FALCONX']],
    ['a*', 'baab', ['aa']],
    ['.', '😀', ['😀']],
    ['a.b', 'a\nb', []],
  ])('%s in %j', (source, text, expected) => expect(find(source, text)).toEqual(expected));

  test.each([
    ['(', 'not_a_pattern'],
    ['a{2,1}', 'not_a_pattern'],
    ['(a)\\1', 'unsupported_pattern'],
    ['(?<n>a)\\k<n>', 'unsupported_pattern'],
    ['a(?=b)', 'unsupported_pattern'],
    ['a(?!b)', 'unsupported_pattern'],
    ['(?<=a)b', 'unsupported_pattern'],
    ['(?<!a)b', 'unsupported_pattern'],
    ['a{1000}', 'pattern_too_complex'],
    ['((a{40}){40}){40}', 'pattern_too_complex'],
    ['((){1000}){100000}', 'pattern_too_complex'],
  ])('%s is refused', (source, problem) => expect(compilePattern(source)).toEqual({ ok: false, problem }));

  test('find what the browser finds', () => {
    const atom = fc.constantFrom('a', 'b', '.', '\\d', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '1', 'é', '😀');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??'))
          .map(([inner, quantifier]) => (canBeEmpty(inner) ? inner : `(?:${inner})${quantifier}`)),
      ),
    }));
    const text = fc.array(fc.constantFrom('a', 'b', '1', ' ', '\n', 'é', '😀'), { maxLength: 12 });
    let compared = 0;
    fc.assert(
      fc.property(pattern, text, (source, chars) => {
        const native = matches(source, chars.join(''));
        if (native === null) return;
        compared += 1;
        expect(find(source, chars.join('')), source).toEqual(native);
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test.each(['(a+)+$', '(a|a)*b', '(a*)*b', '(.*a){12}x', 'a.*b', '\\w+@', 'a(?:[^b]*b)?'])(
    '%s is through with a text made against it',
    (source) => {
      expect(find(source, 'a'.repeat(20_000)).join('').length).toBeLessThanOrEqual(20_000);
    },
  );

  test('that would read a line again and again take the rest of it', () => {
    const text = `${'a'.repeat(20_000)}\nnext a`;
    expect(find('a(?:a*b)?', text).at(-1)).toBe('a');
    expect(find('a(?:a*b)?', text).join('')).toBe('a'.repeat(20_001));
  });
});

/** Repeated, the browser cuts such rounds short in a way of its own; what is matched by then is not worth its while. */
const canBeEmpty = (source: string) => /\\b|[$^]/.test(source) || new RegExp(`^(?:${source})$`, 'u').test('');

/** The browser's own; `null` where it matches nothing at some place, or crosses lines. */
function matches(source: string, text: string): string[] | null {
  const found = Array.from(text.matchAll(new RegExp(source, 'gmu')), ([match]) => match);
  return found.some((match) => match === '' || match.includes('\n')) ? null : found;
}
