import { parseArgs } from 'node:util';
import { runKills } from './run-kills.ts';

/** `--kills 100` kills the receiver so often; `--seed 7` says when, as far as the machine repeats itself. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const { violations, kills, events, unanswered, arrivals } = await runKills({
  kills: Number(values.kills),
  seed: Number(values.seed),
});
const what = `${kills} kills (seed ${values.seed}), ${events} events, ${unanswered} attempts without an answer, ${arrivals} deliveries`;
const found = violations.length
  ? `\n  ${violations.slice(0, 20).join('\n  ')}`
  : ' nothing lost, nothing doubled, all delivered';
process.stdout.write(`${what}:${found}\n`);
process.exit(violations.length ? 1 : 0);
