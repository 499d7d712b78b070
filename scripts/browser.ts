import { fileURLToPath } from 'node:url';
import { installPackage } from './apt-package.ts';
import { browserPlaces } from './browser-places.ts';
import { canRun, isSnap } from './browser-program.ts';
import { type Machine, thisMachine } from './machine.ts';

export interface FoundBrowser {
  /** Path of the executable. */
  readonly path: string;
  readonly foundBy: 'BRAINPOST_BROWSER' | 'machine' | 'download' | 'apt-get';
}

const PLAYWRIGHT = fileURLToPath(new URL('../node_modules/@playwright/test/cli.js', import.meta.url));
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const CONNECT_TIMEOUT_MS = 15_000;

const ADVICE =
  'No browser was found that takes the extension. Install Chromium (not Google Chrome: it no longer loads extensions from ' +
  'the command line) or set BRAINPOST_BROWSER to the path of one.';

/**
 * Finds a Chromium for the extension, and fetches one where there is none: the one that BRAINPOST_BROWSER names, else one
 * on the machine, else Playwright's download, else the package of a Debian-like system.
 * @throws an Error whose message is one sentence about what to do
 */
export async function findBrowser(machine: Machine = thisMachine()): Promise<FoundBrowser> {
  const named = machine.env['BRAINPOST_BROWSER'];
  if (named) {
    if (!machine.exists(named)) throw new Error(`BRAINPOST_BROWSER names ${named}, but there is no such file.`);
    return { path: named, foundBy: 'BRAINPOST_BROWSER' };
  }
  const installed = await firstThatRuns(machine, (path) => !isSnap(machine, path));
  if (installed) return { path: installed, foundBy: 'machine' };

  const downloaded = (await download(machine)) ? await firstThatRuns(machine, (path) => !isSnap(machine, path)) : null;
  if (downloaded) return { path: downloaded, foundBy: 'download' };

  // Last of what is there: a snap does not see profiles in /tmp, so some tasks will not work with it.
  const snap = await firstThatRuns(machine, (path) => isSnap(machine, path));
  if (snap) return { path: snap, foundBy: 'machine' };

  const packaged = (await installPackage(machine, 'chromium')) ? await firstThatRuns(machine, () => true) : null;
  if (packaged) return { path: packaged, foundBy: 'apt-get' };
  throw new Error(ADVICE);
}

async function firstThatRuns(machine: Machine, isWanted: (path: string) => boolean): Promise<string | null> {
  for (const path of browserPlaces(machine)) {
    if (machine.exists(path) && isWanted(path) && (await canRun(machine, path))) return path;
  }
  return null;
}

async function download(machine: Machine): Promise<boolean> {
  machine.say('No Chromium on this machine: downloading the one of Playwright (about 170 MB) …');
  const code = await machine.run(process.execPath, [PLAYWRIGHT, 'install', '--no-shell', 'chromium'], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_TIMEOUT_MS) },
  });
  if (code !== 0) machine.say('The download did not succeed.');
  return code === 0;
}
