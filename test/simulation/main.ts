import { parseArgs } from 'node:util';
import { installMutation } from './mutate.ts';
import { runInParallel } from './run-in-parallel.ts';
import { runMutations } from './run-mutations.ts';

/**
 * `--seeds 10000` runs so many schedules on two cores, `--from` says where to begin; `--seed 7` replays one and tells what
 * happened; `--mutation NAME` breaks the code first and is expected to fail; `--mutations` does so with all of them.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    mutation: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
});
process.exit((await run()) ? 0 : 1);

async function run(): Promise<boolean> {
  const [from, count, workers] = [Number(values.from), Number(values.seeds), Number(values.workers)];
  if (values.mutations) return runMutations(workers);
  if (values.seed === undefined && workers > 1) return runInParallel({ from, count, workers });
  if (values.mutation !== undefined) installMutation(values.mutation);
  // Loaded only now: a mutation has to be in place before.
  const { runSeeds } = await import('./run-seeds.ts');
  if (values.seed === undefined) return runSeeds({ from, count, isTold: false });
  return runSeeds({ from: Number(values.seed), count: 1, isTold: true });
}
