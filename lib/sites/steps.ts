/**
 * Work in steps, one message each. Whoever runs it decides how many steps fit between two frames of the page; a reader
 * that does it all at once would make a long chat stutter.
 */
export type Steps<T> = Generator<undefined, T>;

/** Runs all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Like `map`, a step for each item; what comes before and after it is in steps of its own. */
export function* mapInSteps<T, U>(items: readonly T[], convert: (item: T, index: number) => U): Steps<U[]> {
  const converted: U[] = [];
  for (const [index, item] of items.entries()) {
    yield;
    converted.push(convert(item, index));
  }
  yield;
  return converted;
}
