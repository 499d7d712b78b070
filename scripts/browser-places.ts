import { posix, win32 } from 'node:path';
import type { Machine } from './machine.ts';

/**
 * Where a Chromium may lie that takes an unpacked extension from the command line. Branded Google Chrome and Edge are
 * not among them: since Chrome 137 they ignore `--load-extension`. Flatpak neither: its sandbox does not see profiles in /tmp.
 */
export function browserPlaces(machine: Machine): string[] {
  return [...installedPlaces(machine), ...playwrightPlaces(machine), ...puppeteerPlaces(machine)];
}

const LINUX_NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium', 'chrome-for-testing'];
const LINUX_FOLDERS = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/chromium',
  '/opt/ungoogled-chromium',
  '/run/current-system/sw/bin',
];
const MAC_APPS = ['Chromium', 'Google Chrome for Testing'];
const WINDOWS_FOLDERS = ['Chromium\\Application', 'Google\\Chrome for Testing\\Application'];

function installedPlaces({ platform, env, home }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', `${home}/Applications`];
    return folders.flatMap((folder) => MAC_APPS.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const bases = [env['LOCALAPPDATA'], env['ProgramFiles'], env['ProgramFiles(x86)']].filter(
      (base) => base !== undefined,
    );
    return bases.flatMap((base) => WINDOWS_FOLDERS.map((folder) => win32.join(base, folder, 'chrome.exe')));
  }
  const folders = [...(env['PATH'] ?? '').split(':').filter(Boolean), ...LINUX_FOLDERS];
  return [...new Set(LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name))))];
}

/** Paths inside of one downloaded Chromium or Chrome for Testing, by platform; older versions had other folders. */
const INSIDE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chrome-linux64/chrome', 'chrome-linux-arm64/chrome', 'chrome-linux/chrome'],
  darwin: [
    ...['chrome-mac-arm64', 'chrome-mac-x64'].map(
      (folder) => `${folder}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
    ),
    ...['chrome-mac-arm64', 'chrome-mac'].map((folder) => `${folder}/Chromium.app/Contents/MacOS/Chromium`),
  ],
  win32: ['chrome-win64/chrome.exe', 'chrome-win/chrome.exe'],
};

/** https://playwright.dev/docs/browsers#managing-browser-binaries */
function playwrightPlaces(machine: Machine): string[] {
  const { platform, env, home } = machine;
  const custom = env['PLAYWRIGHT_BROWSERS_PATH'];
  const cache = custom && custom !== '0' ? custom : `${cacheFolder(platform, env, home)}/ms-playwright`;
  const complete = (name: string) => machine.exists(`${cache}/${name}/INSTALLATION_COMPLETE`);
  const versions = machine.list(cache).filter((name) => /^chromium-\d+$/.test(name) && complete(name));
  return insideOf(cache, versions, platform);
}

function puppeteerPlaces(machine: Machine): string[] {
  const cache = `${machine.home}/.cache/puppeteer/chrome`;
  return insideOf(cache, machine.list(cache), machine.platform);
}

function insideOf(cache: string, versions: readonly string[], platform: NodeJS.Platform): string[] {
  const newestFirst = versions.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.flatMap((version) => (INSIDE[platform] ?? []).map((path) => `${cache}/${version}/${path}`));
}

function cacheFolder(platform: NodeJS.Platform, env: Machine['env'], home: string): string {
  if (platform === 'darwin') return `${home}/Library/Caches`;
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? `${home}\\AppData\\Local`;
  return env['XDG_CACHE_HOME'] ?? `${home}/.cache`;
}
