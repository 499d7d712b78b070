import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withLock } from './lock.mjs';
import { fail, say } from './say.mjs';

const HEARTBEAT_MS = 10_000;
/** How much of npm's complaint is kept to find out what went wrong. */
const KEPT_CHARACTERS = 20_000;
const LOCK_MISFIT = /EUSAGE|can only install packages when/;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Sees to it that `node_modules` holds what `package-lock.json` says. Silent when it does. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  await withLock(root, async () => {
    if (!isInstalled(root)) await install(root); // another process may have done it meanwhile
  });
}

/**
 * npm writes what it installed into `node_modules/.package-lock.json` as its last step, so an installation that was
 * broken off does not count, and one that a person made by hand does.
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    // What is optional is left out on platforms it is not made for.
    return installed[path] ? installed[path].version === version : optional === true;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

async function install(root) {
  const isFirst = !existsSync(join(root, 'node_modules'));
  say(
    `${isFirst ? 'Installing what Brainpost needs' : 'package-lock.json has changed: installing anew'} (npm ci, about 500 MB on disk; one to three minutes with a usual connection) …`,
  );
  const startedMs = Date.now();
  const heartbeat = setInterval(() => say(`  … still installing, ${seconds(startedMs)} s`), HEARTBEAT_MS);
  let result = await runNpm(root, ['ci']);
  if (result.code !== 0 && LOCK_MISFIT.test(result.complaint)) {
    // Where the lock was written decides for which platforms it names the packages; `install` looks the rest up.
    say('  … package-lock.json is not complete for this platform: looking up the rest');
    result = await runNpm(root, ['install', '--no-save']);
  }
  clearInterval(heartbeat);
  if (result.code !== 0) fail(result.complaint + explain(result.complaint, root));
  say(`Installed in ${seconds(startedMs)} s.`);
}

const seconds = (sinceMs) => Math.round((Date.now() - sinceMs) / 1000);

/** What npm complains is kept back until it is clear whether it matters. */
function runNpm(root, task) {
  // A person's own settings must not leave out what the tasks need, nor refuse the Node that only does the installing.
  const include = ['--include=dev', '--include=optional', '--engine-strict=false'];
  const args = [...task, ...include, '--no-audit', '--no-fund', '--loglevel=error'];
  const { command, first, shell } = npmCommand();
  const child = spawn(command, [...first, ...args], { cwd: root, shell, stdio: ['ignore', 2, 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-KEPT_CHARACTERS);
  });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, complaint: `spawn ${error.code}` }));
    child.on('close', (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve({ code, complaint });
    });
  });
}

/** The npm that called, else the one on PATH. */
function npmCommand() {
  const path = process.env.npm_execpath ?? '';
  if (basename(path) === 'npm-cli.js') return { command: process.execPath, first: [path], shell: false };
  const isWindows = process.platform === 'win32'; // where npm is a batch file, which needs a shell
  return { command: 'npm', first: [], shell: isWindows };
}

const REASONS = [
  [/^spawn ENOENT|not recognized|command not found/, () => 'npm was not found. It comes with Node: https://nodejs.org'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    () =>
      'npm could not reach its registry. The first start needs the internet; check the connection (or the proxy) and try again.',
  ],
  [/ENOSPC/, () => 'The disk is full. About 1 GB is needed for the installation and its cache.'],
  [
    /EACCES|EPERM|EROFS/,
    (root) =>
      `npm may not write where it has to: check that ${root} and npm's cache (npm config get cache) belong to you.`,
  ],
  [
    /EUSAGE|can only install packages when/,
    () => 'package-lock.json does not belong to package.json. Run: npm install',
  ],
];

function explain(complaint, root) {
  const reason = REASONS.find(([pattern]) => pattern.test(complaint));
  return reason ? `\n${reason[1](root)}` : '\nThe installation failed; what npm says about it is above.';
}
