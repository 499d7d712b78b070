import type { Match } from '../span.ts';
import type { Step } from './compile-pattern.ts';
import type { Assertion } from './parse-pattern.ts';

/** How far, for each character of a text, may be read beyond ends of matches: else a text could be made to be read again and again. */
const OVERREAD = 20;
const OVERREAD_AT_LEAST = 10_000;

/** Ways through the steps that are open at one place of a text, the preferred first. */
interface Ways {
  steps: number[];
  /** Where each of them began. */
  starts: number[];
}

/**
 * Matches of a compiled pattern as JavaScript would find them (flags `gmu`), but in time that grows with the text and
 * nothing else: all ways through the pattern are followed side by side, a character at a time. Matches lie within one
 * line and are not empty. A text made to slow this down gets what is left of its line taken as a match: for what is to be
 * kept back, rather too much than too little.
 */
export function findPattern(steps: readonly Step[], text: string): Match[] {
  const matches: Match[] = [];
  let overreadLeft = OVERREAD * text.length + OVERREAD_AT_LEAST;
  for (let at = 0; at < text.length; ) {
    const found = findFirst(steps, text, at);
    if (!found) {
      at = lineEnd(text, at) + 1;
      continue;
    }
    overreadLeft -= found.readTo - found.end;
    const end = overreadLeft < 0 ? lineEnd(text, found.end) : found.end;
    matches.push({ start: found.start, end, value: text.slice(found.start, end) });
    at = end;
  }
  return matches;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}

/** The leftmost match in the rest of a line, of those the preferred one. */
function findFirst(steps: readonly Step[], text: string, from: number) {
  const end = lineEnd(text, from);
  let ways: Ways = { steps: [], starts: [] };
  let found: { start: number; end: number } | null = null;
  const seen = new Int32Array(steps.length).fill(-1);
  const open = (into: Ways, step: number, place: { at: number; start: number }) =>
    follow({ steps, text, seen, into }, step, place);
  let at = from;
  for (; at <= end; ) {
    if (!found) open(ways, 0, { at, start: at });
    if (ways.steps.length === 0 && found) break;
    const char = at < end ? String.fromCodePoint(text.codePointAt(at) ?? 0) : null;
    const next: Ways = { steps: [], starts: [] };
    for (const [index, step] of ways.steps.entries()) {
      const start = ways.starts[index] ?? at;
      const here = steps[step];
      if (here?.kind === 'match') {
        if (start === at) continue;
        found = { start, end: at };
        break; // ways behind it are less preferred
      }
      if (char !== null && here?.kind === 'char' && here.test(char))
        open(next, step + 1, { at: at + char.length, start });
    }
    ways = next;
    at += char?.length ?? 1;
  }
  return found && { ...found, readTo: Math.min(at, end) };
}

interface Following {
  steps: readonly Step[];
  text: string;
  /** Of each step, the last place where it was reached: reached again there, it leads nowhere new. */
  seen: Int32Array;
  into: Ways;
}

/** Adds every step that waits for a character, or is the end, and can be reached without reading one. */
function follow({ steps, text, seen, into }: Following, first: number, { at, start }: { at: number; start: number }) {
  const stack = [first];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const here = steps[step];
    if (!here || seen[step] === at) continue;
    seen[step] = at;
    if (here.kind === 'jump') stack.push(here.next);
    else if (here.kind === 'split') stack.push(here.other, here.next);
    else if (here.kind === 'assertion') {
      if (holds(here.assertion, text, at)) stack.push(step + 1);
    } else {
      into.steps.push(step);
      into.starts.push(start);
    }
  }
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  const before = text[at - 1];
  const after = text[at];
  const isEdge = isWordChar(before) !== isWordChar(after);
  switch (assertion) {
    case 'line_start':
      return before === undefined || before === '\n';
    case 'line_end':
      return after === undefined || after === '\n';
    case 'word_edge':
      return isEdge;
    case 'no_word_edge':
      return !isEdge;
    default:
      return assertion satisfies never;
  }
}

const isWordChar = (char: string | undefined) => char !== undefined && /\w/.test(char);
