import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.ts';
import { findFirefox, firefoxEnv } from './firefox.ts';

/** `npm test`: everything, in order, until the first failure. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is said -> script of package.json. */
const STEPS = [
  ['types', 'types'],
  ['lint', 'lint'],
  ['format', 'format:check'],
  ['unused code', 'unused'],
  ['unit tests', 'test:unit'],
  ['build', 'build'],
  ['size', 'size'],
  ['Firefox build', 'build:firefox'],
  ['Safari build', 'build:safari'],
  ['permissions', 'permissions'],
  ['Firefox lint', 'lint:firefox'],
  ['browser tests', 'test:e2e'],
] as const;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function main(): Promise<number> {
  const browser = await findBrowser();
  const firefox = await findFirefox();
  console.log(`Browser: ${browser.path}`);
  console.log(`Firefox: ${firefox.path ?? `its tests are skipped, ${firefox.reason}`}`);
  const env = { BRAINPOST_BROWSER: browser.path, ...firefoxEnv(firefox) };
  const done: string[] = [];
  for (const [title, script] of STEPS) {
    console.log(`\n=== ${title} (npm run ${script})`);
    const startedMs = Date.now();
    const code = await runScript(script, env);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    done.push(`${code === 0 ? 'passed' : 'FAILED'}  ${title.padEnd(14)} ${seconds.padStart(6)} s`);
    if (code === 0) continue;
    report(done, STEPS.length - done.length);
    return code;
  }
  report(done, 0);
  return 0;
}

function report(done: readonly string[], notRun: number): void {
  console.log(`\n=== summary\n${done.join('\n')}`);
  if (notRun) console.log(`not run: the ${notRun} after it`);
}

/** By Node's own runner of package scripts: no need for an npm beside the pinned Node. */
function runScript(name: string, env: Record<string, string>): Promise<number> {
  const isGroup = process.platform !== 'win32';
  const child = spawn(process.execPath, ['--run', name], {
    cwd: ROOT,
    // A group of its own, because the runner passes no signal on to the tools it runs.
    detached: isGroup,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const stop = (signal: NodeJS.Signals) => {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve(code ?? 1);
    });
  });
}

process.exitCode = await main().catch((error: unknown) => {
  console.error((error as Error).message);
  return 1;
});
