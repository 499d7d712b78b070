import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run test:nightly`: what takes too long for every change, each in turn, all of them whatever fails. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is said -> script of package.json and its arguments. */
const STEPS: readonly (readonly [title: string, script: string, ...args: string[]])[] = [
  ['10,000 schedules of the queue', 'test:simulation', '--seeds', '10000'],
  ['mutations of the queue', 'test:mutations'],
  ['100 kills of the receiver', 'test:crash', '--kills', '100'],
  ['100,000 mutated requests', 'test:fuzz', '--requests', '100000'],
];

const summary: string[] = [];
for (const [title, script, ...args] of STEPS) {
  console.log(`\n=== ${title} (npm run ${script})`);
  const startedMs = Date.now();
  const isOk = await runScript(script, args);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  summary.push(`${isOk ? 'passed' : 'FAILED'}  ${title.padEnd(40)} ${seconds.padStart(8)} s`);
  if (!isOk) process.exitCode = 1;
}
console.log(`\n=== summary\n${summary.join('\n')}`);

/** By Node's own runner of package scripts: no need for an npm beside the pinned Node. */
function runScript(name: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, ['--run', name, '--', ...args], { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
