import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.ts';
import { runCommand } from './run-command.ts';

/** `npm run test:nightly`: what takes too long for every change, each in turn, all of them whatever fails. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** More than the longest of them needs on a slow machine. */
const STEP_MS = 60 * 60_000;

/** What is said -> script of package.json and its arguments. */
const STEPS: readonly (readonly [title: string, script: string, ...args: string[]])[] = [
  ['10,000 schedules of the queue', 'test:simulation', '--seeds', '10000'],
  ['mutations of the queue', 'test:mutations'],
  ['outages in a real browser', 'test:e2e', 'outage.spec.ts', '--workers=1'],
  ['100 kills of the receiver', 'test:crash', '--kills', '100'],
  ['100,000 mutated requests', 'test:fuzz', '--requests', '100000'],
  ['delivery bench', 'bench', 'delivery'],
];

const { path } = await findBrowser();
const env = { BRAINPOST_BROWSER: path, BRAINPOST_NIGHTLY: '1' };
const summary: string[] = [];
for (const [title, script, ...args] of STEPS) {
  console.log(`\n=== ${title} (npm run ${script})`);
  const startedMs = Date.now();
  // By Node's own runner of package scripts: no need for an npm beside the pinned Node.
  const command = ['--run', script, '--', ...args];
  const code = await runCommand(process.execPath, command, { cwd: ROOT, env, timeoutMs: STEP_MS });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  summary.push(`${code === 0 ? 'passed' : 'FAILED'}  ${title.padEnd(40)} ${seconds.padStart(8)} s`);
  if (code !== 0) process.exitCode = 1;
}
console.log(`\n=== summary\n${summary.join('\n')}`);
