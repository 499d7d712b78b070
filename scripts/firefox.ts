import { installPackage } from './apt-package.ts';
import { canRun, isSnap } from './browser-program.ts';
import { type Machine, thisMachine } from './machine.ts';

/** The executable, or why there is none. */
export type FoundFirefox = { readonly path: string } | { readonly path: null; readonly reason: string };

const NAMED = 'BRAINPOST_FIREFOX';
/** As its value: no Firefox is wanted. */
const NONE = 'none';

/**
 * Finds a Firefox for the browser tests: the one that BRAINPOST_FIREFOX names, else one on the machine, else the package
 * of a Debian-like system. A snap is none: it sees neither the extension nor the profile.
 */
export async function findFirefox(machine: Machine = thisMachine()): Promise<FoundFirefox> {
  const named = machine.env[NAMED];
  if (named === NONE) return { path: null, reason: `${NAMED} says none` };
  if (named) {
    if (machine.exists(named)) return { path: named };
    throw new Error(`${NAMED} names ${named}, but there is no such file.`);
  }
  const installed = await firstThatRuns(machine);
  if (installed) return { path: installed };
  const packaged = (await installPackage(machine, 'firefox-esr')) ? await firstThatRuns(machine) : null;
  if (packaged) return { path: packaged };
  return { path: null, reason: `no Firefox was found; install it or set ${NAMED} to its path` };
}

/** For a process that is started later: it need not look again. */
export function firefoxEnv({ path }: FoundFirefox): Record<string, string> {
  return { [NAMED]: path ?? NONE };
}

async function firstThatRuns(machine: Machine): Promise<string | null> {
  for (const path of firefoxPlaces(machine)) {
    if (machine.exists(path) && !isSnap(machine, path) && (await canRun(machine, path))) return path;
  }
  return null;
}

function firefoxPlaces({ platform, env, home }: Machine): string[] {
  if (platform === 'darwin') {
    return ['', home].map((base) => `${base}/Applications/Firefox.app/Contents/MacOS/firefox`);
  }
  if (platform === 'win32') {
    const bases = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(Boolean);
    return bases.map((base) => `${base}\\Mozilla Firefox\\firefox.exe`);
  }
  const folders = [...(env['PATH'] ?? '').split(':').filter(Boolean), '/usr/bin', '/usr/local/bin', '/usr/lib/firefox'];
  return [...new Set(folders.flatMap((folder) => [`${folder}/firefox`, `${folder}/firefox-esr`]))];
}
