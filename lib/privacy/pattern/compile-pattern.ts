import type { PatternProblem } from '../../messages.ts';
import { type Assertion, type CharTest, type PatternNode, parsePattern } from './parse-pattern.ts';

/** Steps of a matcher, by their place in the list. `split` tries `next` before `other`. */
export type Step =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'jump'; next: number }
  | { kind: 'match' };

export type CompiledPattern = { ok: true; steps: Step[] } | { ok: false; problem: PatternProblem };

/** The work for each character of a text is at most this many steps. */
const MAX_STEPS = 500;

class TooManySteps extends Error {}

/** Makes a regular expression ready for `findPattern`: an automaton as Thompson's, repetitions written out. */
export function compilePattern(source: string): CompiledPattern {
  const parsed = parsePattern(source);
  if (!parsed.ok) return parsed;
  const steps: Step[] = [];
  try {
    emit(steps, parsed.node);
    add(steps, { kind: 'match' });
  } catch (error) {
    if (error instanceof TooManySteps) return { ok: false, problem: 'pattern_too_complex' };
    throw error;
  }
  return { ok: true, steps };
}

function add(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS) throw new TooManySteps();
  return steps.push(step) - 1;
}

function emit(steps: Step[], node: PatternNode): void {
  switch (node.kind) {
    case 'char':
    case 'assertion':
      add(steps, node);
      return;
    case 'sequence':
      for (const item of node.items) emit(steps, item);
      return;
    case 'choice':
      emitChoice(steps, node.options);
      return;
    case 'repeat':
      emitRepeat(steps, node);
      return;
    default:
      node satisfies never;
  }
}

function emitChoice(steps: Step[], options: readonly PatternNode[]): void {
  const jumps: { kind: 'jump'; next: number }[] = [];
  for (const [index, option] of options.entries()) {
    if (index === options.length - 1) emit(steps, option);
    else {
      const split = { kind: 'split' as const, next: steps.length + 1, other: 0 };
      add(steps, split);
      emit(steps, option);
      const jump = { kind: 'jump' as const, next: 0 };
      add(steps, jump);
      jumps.push(jump);
      split.other = steps.length;
    }
  }
  for (const jump of jumps) jump.next = steps.length;
}

function emitRepeat(steps: Step[], { item, min, max, isLazy }: PatternNode & { kind: 'repeat' }): void {
  // Nothing but nothing can be repeated without end for free; everything else runs into the limit of steps.
  for (let count = 0; count < min; count += 1) emitOnce(steps, item);
  if (max === Number.POSITIVE_INFINITY) {
    const start = steps.length;
    const leave = addOptional(steps, isLazy);
    emit(steps, item);
    add(steps, { kind: 'jump', next: start });
    leave(steps.length);
    return;
  }
  const leaves: ((to: number) => void)[] = [];
  for (let count = min; count < max; count += 1) {
    leaves.push(addOptional(steps, isLazy));
    emit(steps, item);
  }
  for (const leave of leaves) leave(steps.length);
}

function emitOnce(steps: Step[], item: PatternNode): void {
  const before = steps.length;
  emit(steps, item);
  if (steps.length === before) add(steps, { kind: 'jump', next: before + 1 });
}

/** Either what comes next, or where `leave` says. @returns `leave` */
function addOptional(steps: Step[], isLazy: boolean): (to: number) => void {
  const split = { kind: 'split' as const, next: steps.length + 1, other: steps.length + 1 };
  add(steps, split);
  return (to) => {
    if (isLazy) split.next = to;
    else split.other = to;
  };
}
