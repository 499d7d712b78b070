import { describe, expect, test } from 'vitest';
import { findBrowser } from './browser.ts';
import { machineWith, type Setup } from '../test/support/machine-with.ts';

const CACHE = '/home/me/.cache/ms-playwright';

describe('BRAINPOST_BROWSER', () => {
  test('comes before everything else', async () => {
    const { machine } = machineWith({
      env: { BRAINPOST_BROWSER: '/opt/mine' },
      files: { '/opt/mine': '', '/usr/bin/chromium': '' },
    });
    expect(await findBrowser(machine)).toEqual({ path: '/opt/mine', foundBy: 'BRAINPOST_BROWSER' });
  });

  test('must exist', async () => {
    const { machine } = machineWith({ env: { BRAINPOST_BROWSER: '/opt/mine' }, files: { '/usr/bin/chromium': '' } });
    await expect(findBrowser(machine)).rejects.toThrow('BRAINPOST_BROWSER names /opt/mine, but there is no such file.');
  });
});

describe('on the machine', () => {
  const complete = (revision: number, inside: string) => ({
    [`${CACHE}/chromium-${revision}/INSTALLATION_COMPLETE`]: '',
    [`${CACHE}/chromium-${revision}/${inside}`]: '',
  });

  test.each<[string, Setup, string]>([
    ['on PATH', { files: { '/usr/bin/chromium': '' } }, '/usr/bin/chromium'],
    [
      'anywhere on PATH',
      { env: { PATH: '/my/bin' }, files: { '/my/bin/chromium-browser': '' } },
      '/my/bin/chromium-browser',
    ],
    ['ungoogled', { files: { '/usr/bin/ungoogled-chromium': '' } }, '/usr/bin/ungoogled-chromium'],
    [
      'behind a snap',
      { files: { '/usr/bin/chromium': '-> /usr/bin/snap', '/usr/bin/chromium-browser': '' } },
      '/usr/bin/chromium-browser',
    ],
    [
      'behind a script that starts a snap',
      {
        files: {
          '/usr/bin/chromium': '#!/bin/sh\nexec /snap/bin/chromium "$@"',
          '/usr/local/bin/chromium-browser': '',
        },
      },
      '/usr/local/bin/chromium-browser',
    ],
    [
      'in the cache, newest first',
      { files: { ...complete(999, 'chrome-linux/chrome'), ...complete(1255, 'chrome-linux64/chrome') } },
      `${CACHE}/chromium-1255/chrome-linux64/chrome`,
    ],
    [
      'in the cache, downloaded completely',
      { files: { [`${CACHE}/chromium-1255/chrome-linux64/chrome`]: '', ...complete(999, 'chrome-linux/chrome') } },
      `${CACHE}/chromium-999/chrome-linux/chrome`,
    ],
    [
      'in a cache elsewhere',
      {
        env: { PLAYWRIGHT_BROWSERS_PATH: '/pw' },
        files: { '/pw/chromium-1/INSTALLATION_COMPLETE': '', '/pw/chromium-1/chrome-linux64/chrome': '' },
      },
      '/pw/chromium-1/chrome-linux64/chrome',
    ],
    [
      'in the cache of Puppeteer',
      { files: { '/home/me/.cache/puppeteer/chrome/linux-159.0.1/chrome-linux64/chrome': '' } },
      '/home/me/.cache/puppeteer/chrome/linux-159.0.1/chrome-linux64/chrome',
    ],
    [
      'on a Mac',
      { platform: 'darwin', files: { '/Applications/Chromium.app/Contents/MacOS/Chromium': '' } },
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'on Windows',
      {
        platform: 'win32',
        env: { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
        files: { 'C:\\Users\\me\\AppData\\Local\\Chromium\\Application\\chrome.exe': '' },
      },
      'C:\\Users\\me\\AppData\\Local\\Chromium\\Application\\chrome.exe',
    ],
  ])('finds one %s', async (_name, setup, path) => {
    const { machine, ran } = machineWith(setup);
    expect(await findBrowser(machine)).toEqual({ path, foundBy: 'machine' });
    expect(ran).toEqual([]);
  });

  test('passes over one that does not start', async () => {
    const { machine } = machineWith({
      files: { '/usr/bin/chromium': '', '/usr/bin/chromium-browser': '' },
      commands: (line) => (line.startsWith('/usr/bin/chromium ') ? 127 : 0),
    });
    expect((await findBrowser(machine)).path).toBe('/usr/bin/chromium-browser');
  });
});

describe('nothing on the machine', () => {
  const CHROME = `${CACHE}/chromium-1255/chrome-linux64/chrome`;
  const fetchInto = (files: Map<string, string>) =>
    files.set(CHROME, '').set(`${CACHE}/chromium-1255/INSTALLATION_COMPLETE`, '');

  test('downloads one', async () => {
    const { machine, ran } = machineWith({
      files: { '/usr/bin/google-chrome': '', '/usr/bin/microsoft-edge': '' },
      commands: (line, files) => (line.startsWith('playwright') ? (fetchInto(files), 0) : 0),
    });
    expect(await findBrowser(machine)).toEqual({ path: CHROME, foundBy: 'download' });
    expect(ran).toEqual(['playwright install --no-shell chromium']);
  });

  const offline = (line: string, files: Map<string, string>) => {
    if (line.startsWith('playwright')) return 1;
    if (line.endsWith('install chromium')) files.set('/usr/bin/chromium', '');
    return 0;
  };
  const APT = 'env DEBIAN_FRONTEND=noninteractive apt-get -y';

  test('installs the package as root where the download is blocked', async () => {
    const { machine, ran } = machineWith({ isRoot: true, files: { '/usr/bin/apt-get': '' }, commands: offline });
    expect(await findBrowser(machine)).toEqual({ path: '/usr/bin/chromium', foundBy: 'apt-get' });
    expect(ran.slice(1)).toEqual([`${APT} update`, `${APT} install chromium`]);
  });

  test('installs the package with sudo that asks for no password', async () => {
    const { machine, ran } = machineWith({ files: { '/usr/bin/apt-get': '' }, commands: offline });
    expect((await findBrowser(machine)).foundBy).toBe('apt-get');
    expect(ran.slice(1)).toEqual(['sudo -n true', `sudo -n ${APT} update`, `sudo -n ${APT} install chromium`]);
  });

  test('installs the package when the download lacks libraries', async () => {
    const { machine } = machineWith({
      isRoot: true,
      files: { '/usr/bin/apt-get': '' },
      commands: (line, files) => {
        if (line.startsWith('playwright')) fetchInto(files);
        if (line.endsWith('install chromium')) files.set('/usr/bin/chromium', '');
        return line.startsWith(CHROME) ? 127 : 0;
      },
    });
    expect(await findBrowser(machine)).toEqual({ path: '/usr/bin/chromium', foundBy: 'apt-get' });
  });

  test('takes a snap before it installs a package', async () => {
    const { machine, ran } = machineWith({
      files: { '/usr/bin/chromium': '-> /usr/bin/snap', '/usr/bin/apt-get': '' },
      commands: offline,
    });
    expect(await findBrowser(machine)).toEqual({ path: '/usr/bin/chromium', foundBy: 'machine' });
    expect(ran).toHaveLength(1);
  });

  test.each<[string, Setup]>([
    ['no apt-get', { isRoot: true }],
    ['no right to install', { files: { '/usr/bin/apt-get': '' } }],
    ['another system', { platform: 'darwin', isRoot: true, files: { '/usr/bin/apt-get': '' } }],
  ])('says what to do: %s', async (_name, setup) => {
    const { machine } = machineWith({ ...setup, commands: (line) => (/^(playwright|sudo)/.test(line) ? 1 : 0) });
    await expect(findBrowser(machine)).rejects.toThrow(/Install Chromium .* or set BRAINPOST_BROWSER/);
  });
});
