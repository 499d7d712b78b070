import { recordsOf, textOf } from '../api-values.ts';

/** Steps that a search may take; a pattern that could take more is not tried, because nothing could stop it. */
const MOST_STEPS = 1e9;

/** The usual pattern: the whole document anew. */
const WHOLE = /^(?:\(\?s\))?\^?(?:\.\*|\[\\s\\S\]\*)\$?$/;

export function isRewrite(updates: unknown): boolean {
  return recordsOf(updates).every(({ pattern }) => WHOLE.test(textOf(pattern)));
}

/** A document after the edits of a call to `canmore.update_textdoc`; null when one of them cannot be repeated here. */
export function edited(text: string, updates: unknown): string | null {
  let result = text;
  for (const update of recordsOf(updates)) {
    const pattern = textOf(update['pattern']);
    const replacement = textOf(update['replacement']);
    if (WHOLE.test(pattern)) {
      result = replacement;
      continue;
    }
    const search = toSearch(pattern, result.length, update['multiple'] === true);
    if (search === null || !search.test(result)) return null;
    search.lastIndex = 0;
    result = result.replace(search, (...found) => expanded(replacement, found));
  }
  return result;
}

/** Python's pattern as JavaScript's: dots match line ends, as in the site's own editor. */
function toSearch(pattern: string, length: number, isMultiple: boolean): RegExp | null {
  const open = pattern.match(/(?<!\\)[*+]|\{\d+,\}/g)?.length ?? 0;
  const isNested = /\)(?:[*+]|\{)/.test(pattern);
  if (pattern === '' || isNested || length ** (open + 1) > MOST_STEPS) return null;
  try {
    return new RegExp(pattern.replace(/^\(\?s\)/, '').replaceAll('(?P<', '(?<'), isMultiple ? 'gs' : 's');
  } catch {
    // Python knows signs that JavaScript does not.
    return null;
  }
}

/** `\1` and `\g<1>` are what the pattern's groups found. */
function expanded(replacement: string, found: readonly unknown[]): string {
  // Behind the groups stand the place and the whole text.
  const groups = found.slice(
    0,
    found.findIndex((value) => typeof value === 'number'),
  );
  return replacement.replace(/\\(?:([1-9])|g<(\d+)>)/g, (sign, digit?: string, number?: string) => {
    const group = Number(digit ?? number);
    return group < groups.length ? textOf(groups[group]) : sign;
  });
}
