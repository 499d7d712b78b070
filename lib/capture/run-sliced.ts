import type { Steps } from '../sites/steps.ts';

/** How long the page may be kept from its own work at a time; a frame has 16 ms. */
const SLICE_MS = 10;

/** Runs steps in slices, and lets the page do its own work in between. */
export async function runSliced<T>(steps: Steps<T>, nextTask: () => Promise<void> = afterOtherTasks): Promise<T> {
  let endMs = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    // Whoever waits for the result goes on in the same task; it must not come on top of a slice.
    const isOver = performance.now() >= endMs;
    if (isOver) await nextTask();
    if (step.done) return step.value;
    if (isOver) endMs = performance.now() + SLICE_MS;
  }
}

/** A message to oneself comes after what waits already; a timer would be held back in hidden tabs. */
function afterOtherTasks(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
