import { inBench } from './bench-session.ts';
import { benchDrain } from './drain.ts';
import { benchLongQueue } from './long-queue.ts';

/** What delivery costs: a drain against a plain loop, and a queue of 100,000 events while nobody answers. */
export function benchDelivery(): Promise<void> {
  return inBench(async (bench, receiver) => {
    await benchDrain(bench);
    await receiver.stop();
    await benchLongQueue(bench);
  });
}
