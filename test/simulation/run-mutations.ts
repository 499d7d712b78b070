import { MUTATIONS } from './mutations.ts';
import { runMain } from './run-in-parallel.ts';

/** Enough for the rarest of them. */
const SEEDS = '2000';

/** Breaks the code in each way of the list and sees whether the simulation notices. @returns whether it noticed all */
export async function runMutations(workers: number): Promise<boolean> {
  const names = Object.keys(MUTATIONS);
  const missed: string[] = [];
  const work = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const { isOk, output } = await runMain(['--workers', '1', '--seeds', SEEDS, '--mutation', name]);
      const isNoticed = !isOk && output.startsWith('seed ');
      if (!isNoticed) missed.push(name);
      process.stdout.write(`${isNoticed ? 'noticed' : 'MISSED '}  ${name}: ${output.split('\n')[0]}\n`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return missed.length === 0;
}
