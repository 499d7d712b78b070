import 'fake-indexeddb/auto';
import { installMortality } from './mortal.ts';
import { Schedule } from './schedule.ts';
import { installSteadyCrypto } from './steady-crypto.ts';

/**
 * Runs seeds one after the other in this process, until one fails.
 * @param run.isTold prints what happened, step by step
 */
export async function runSeeds(run: { from: number; count: number; isTold: boolean }): Promise<boolean> {
  prepare();
  // A stack for each error of a dying worker takes its time.
  if (!run.isTold) Error.stackTraceLimit = 0;
  for (let seed = run.from; seed < run.from + run.count; seed += 1) {
    const schedule = new Schedule(seed);
    const violations = await schedule.run().catch((error: unknown) => [`${String(error)} ${(error as Error).stack}`]);
    if (run.isTold) print(schedule.log.join('\n'));
    if (violations.length) {
      print(`seed ${seed} fails (replay it with --seed ${seed}):\n  ${violations.join('\n  ')}`);
      return false;
    }
  }
  print(`${run.count} schedules from seed ${run.from}: all well`);
  return true;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function prepare(): void {
  installMortality();
  installSteadyCrypto();
  // What a dead worker leaves behind: transactions that were aborted under it.
  process.on('unhandledRejection', () => {});
  // The receiver's log.
  process.stderr.write = () => true;
}
