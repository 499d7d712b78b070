import { codeSpans } from './code-spans.ts';
import type { Finder } from './finders.ts';
import { plainView } from './plain-view.ts';
import { gaps, type Match, type Span, union } from './span.ts';

/** Something in a text that gives way to a placeholder. */
export interface Redaction extends Match {
  /** The word in the placeholder. */
  kind: string;
}

/** Placeholders that stand in the text already are left alone: redacting twice is redacting once. */
const PLACEHOLDER = /\[[a-z][a-z0-9-]{0,29}-[1-9]\d{0,8}\]/g;

/** After what one kind took, another may begin where it could not before. More rounds than this change nothing in practice. */
const MAX_ROUNDS = 5;

export interface RedactionTarget {
  text: string;
  finders: readonly Finder[];
  /** Whether code is left alone. */
  sparesCode: boolean;
}

/** What is to be replaced in a Markdown text, in its order. Pure. */
export function findRedactions({ text, finders, sparesCode }: RedactionTarget): Redaction[] {
  if (finders.length === 0) return [];
  const placeholders = Array.from(text.matchAll(PLACEHOLDER), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
  const spared = union([...(sparesCode ? codeSpans(text) : []), ...placeholders]);
  const found: Redaction[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = found.length;
    for (const finder of finders) found.push(...findIn(text, finder, union([...spared, ...found])));
    if (found.length === before) break;
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function findIn(text: string, { kind, find }: Finder, taken: readonly Span[]): Redaction[] {
  return gaps(text.length, taken).flatMap((gap) => {
    const view = plainView(text.slice(gap.start, gap.end));
    const redactions: Redaction[] = [];
    let end = 0;
    for (const match of find(view.text).toSorted((a, b) => a.start - b.start)) {
      if (match.start < end) continue;
      end = match.end;
      redactions.push({
        kind,
        value: match.value,
        start: gap.start + view.sourceAt(match.start),
        end: gap.start + view.sourceAt(match.end),
      });
    }
    return redactions;
  });
}

/** @param numberOf the number that a value of a kind has in its conversation, from 1 */
export function replaceRedactions(
  text: string,
  redactions: readonly Redaction[],
  numberOf: (kind: string, value: string) => number,
): string {
  let out = '';
  let at = 0;
  for (const { start, end, kind, value } of redactions) {
    out += `${text.slice(at, start)}[${kind}-${numberOf(kind, value)}]`;
    at = end;
  }
  return out + text.slice(at);
}
