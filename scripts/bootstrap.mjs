// The entry of `npm start`, `npm test` and their like. It runs on whatever Node a machine brings (18 or later), before
// anything is installed: plain JavaScript, nothing but Node's own modules. What it says goes to stderr; stdout belongs to the task.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './bootstrap/install.mjs';
import { pinnedNode } from './bootstrap/pinned-node.mjs';
import { runTask } from './bootstrap/run-task.mjs';
import { fail } from './bootstrap/say.mjs';

const OLDEST_NODE = 18;
const root = fileURLToPath(new URL('..', import.meta.url));

const TASKS = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  demo: 'scripts/demo.ts',
  capture: 'scripts/capture.ts',
  receiver: 'receiver/main.ts',
};

const [task, ...args] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task ?? '')) {
  fail(`Usage: node scripts/bootstrap.mjs ${Object.keys(TASKS).join('|')} [arguments]`);
}
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  fail(
    `Brainpost needs Node ${OLDEST_NODE} or later to install itself; this is ${process.version}. See https://nodejs.org`,
  );
}
await ensureInstalled(root);
runTask({ root, node: pinnedNode(root), script: join(root, TASKS[task]), args });
