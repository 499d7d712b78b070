import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, say } from './say.mjs';

const POLL_MS = 500;

/** Two tasks started at once on a fresh clone must not install over each other: the second waits for the first. */
export async function withLock(root, work) {
  const path = join(root, '.brainpost', 'installing.lock');
  let hasWaited = false;
  while (!take(path, root)) {
    if (!hasWaited) say('Another process is installing Brainpost; waiting for it …');
    hasWaited = true;
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release); // also when `fail` ends the process
  await work();
  release();
}

function take(path, root) {
  try {
    mkdirSync(join(root, '.brainpost'), { recursive: true, mode: 0o700 });
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      return fail(`Brainpost cannot write into ${root} (${error.code}). Check whom the folder belongs to.`);
  }
  if (!isAlive(ownerOf(path))) rmSync(path, { force: true }); // left behind by a process that was killed
  return false;
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0; // gone this very moment
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // alive, and someone else's
  }
}
