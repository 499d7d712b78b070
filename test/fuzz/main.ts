import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';

/** `--requests 100000` sends so many mutated requests, `--seed 7` makes them the same again. */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
  },
});
const startedMs = Date.now();
const report = await runFuzz({ requests: Number(values.requests), seed: Number(values.seed) });
const { violations, statuses, residentMb } = report;
const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
print(`${values.requests} requests (seed ${values.seed}) in ${seconds} s, answered ${JSON.stringify(statuses)}`);
print(`resident memory over the run: ${residentMb.length ? `${residentMb.join(' ')} MB` : 'not told by this system'}`);
print(
  violations.length ? violations.slice(0, 20).join('\n').slice(0, 8000) : 'no 5xx, and the receiver is as good as new',
);
process.exit(violations.length ? 1 : 0);

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
