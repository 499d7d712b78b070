import { benchDeadTarget, benchLatency } from './outgoing-latency.ts';
import { benchLog } from './outgoing-log.ts';
import { benchThroughput } from './outgoing-throughput.ts';

/** The receiver's way out: deliveries of outgoing webhooks. */
export async function benchOutgoing(): Promise<void> {
  await benchLatency();
  await benchDeadTarget();
  await benchThroughput();
  await benchLog();
}
