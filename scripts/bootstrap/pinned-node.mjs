import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fail, say } from './say.mjs';

const OLDEST_FOR_TASKS = 24;

/**
 * The Node that the tasks run on. It comes with the npm package `node`, whose install script fetches the one for this
 * platform; where scripts are blocked it is run here.
 */
export function pinnedNode(root) {
  const folder = join(root, 'node_modules', 'node');
  const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (isRecent(path)) return path;

  if (isRecent(process.execPath)) return process.execPath; // good enough, and nothing to fetch
  say(`Fetching Node ${OLDEST_FOR_TASKS} (about 120 MB) …`);
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (isRecent(path)) return path;

  const platform = `${process.platform}-${process.arch}`;
  return fail(
    `The bundled Node does not run here (${platform}). Install Node ${OLDEST_FOR_TASKS} or later from https://nodejs.org and try again.`,
  );
}

function isRecent(path) {
  if (path === process.execPath) return majorOf(process.version) >= OLDEST_FOR_TASKS;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 && majorOf(stdout) >= OLDEST_FOR_TASKS;
}

const majorOf = (version) => Number.parseInt(version.replace('v', ''), 10);
