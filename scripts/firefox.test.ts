import { expect, test } from 'vitest';
import { machineWith, type Setup } from '../test/support/machine-with.ts';
import { findFirefox, firefoxEnv } from './firefox.ts';

const FIREFOX = '/usr/bin/firefox';

test.each<[string, Setup, string]>([
  [
    'that is named',
    { env: { BRAINPOST_FIREFOX: '/opt/mine' }, files: { '/opt/mine': '', [FIREFOX]: '' } },
    '/opt/mine',
  ],
  ['on PATH', { env: { PATH: '/opt/bin' }, files: { '/opt/bin/firefox-esr': '' } }, '/opt/bin/firefox-esr'],
  ['of Debian', { files: { '/usr/bin/firefox-esr': '' } }, '/usr/bin/firefox-esr'],
  [
    'for the Mac',
    { platform: 'darwin', files: { '/Applications/Firefox.app/Contents/MacOS/firefox': '' } },
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ],
  [
    'for Windows',
    {
      platform: 'win32',
      env: { ProgramFiles: 'C:\\Program Files' },
      files: { 'C:\\Program Files\\Mozilla Firefox\\firefox.exe': '' },
    },
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
])('finds the one %s', async (_name, setup, path) => {
  expect(await findFirefox(machineWith(setup).machine)).toEqual({ path });
});

test('installs the package where there is none', async () => {
  const { machine, ran } = machineWith({
    isRoot: true,
    files: { '/usr/bin/apt-get': '', [FIREFOX]: '-> /snap/bin/firefox' },
    commands: (line, files) => {
      if (line.endsWith('install firefox-esr')) files.set('/usr/bin/firefox-esr', '');
      return 0;
    },
  });
  expect(await findFirefox(machine)).toEqual({ path: '/usr/bin/firefox-esr' });
  expect(ran).toEqual([expect.stringMatching(/apt-get -y update$/), expect.stringMatching(/install firefox-esr$/)]);
});

test('says why there is none', async () => {
  expect(await findFirefox(machineWith({}).machine)).toEqual({
    path: null,
    reason: expect.stringContaining('no Firefox was found') as unknown,
  });
});

test('does not look again where somebody has looked', async () => {
  const { machine, ran } = machineWith({
    isRoot: true,
    env: firefoxEnv({ path: null, reason: 'any' }),
    files: { [FIREFOX]: '', '/usr/bin/apt-get': '' },
  });
  expect(await findFirefox(machine)).toEqual({ path: null, reason: 'BRAINPOST_FIREFOX says none' });
  expect(ran).toEqual([]);
});

test('one that is named must exist', async () => {
  const { machine } = machineWith({ env: { BRAINPOST_FIREFOX: '/opt/mine' }, files: { [FIREFOX]: '' } });
  await expect(findFirefox(machine)).rejects.toThrow('BRAINPOST_FIREFOX names /opt/mine, but there is no such file.');
});
