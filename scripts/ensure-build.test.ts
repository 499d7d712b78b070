import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureBuild } from './ensure-build.ts';

let root: string;
const manifest = () => join(root, '.output', 'chrome-mv3', 'manifest.json');
const build = vi.fn(async (_root: string, _browser: string) => {
  await mkdir(join(root, '.output', 'chrome-mv3'), { recursive: true });
  await writeFile(manifest(), '{}');
  return 0;
});

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  build.mockClear();
  root = await mkdtemp(join(tmpdir(), 'brainpost-build-'));
  await mkdir(join(root, 'lib', 'sites'), { recursive: true });
  await writeFile(join(root, 'lib', 'sites', 'a.ts'), 'export const a = 1;');
  await ensureBuild('chrome', root, build);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true });
});

test('builds what is not there and gives its folder', async () => {
  expect(build).toHaveBeenCalledOnce();
  expect(await ensureBuild('chrome', root, build)).toBe(join(root, '.output', 'chrome-mv3'));
});

test.each<[string, number, () => Promise<unknown>]>([
  ['nothing has changed', 1, async () => {}],
  ['a file was only touched', 1, () => utimes(join(root, 'lib', 'sites', 'a.ts'), new Date(), new Date())],
  ['a test has changed', 1, () => writeFile(join(root, 'lib', 'a.test.ts'), '')],
  ['a source has changed', 2, () => writeFile(join(root, 'lib', 'sites', 'a.ts'), 'export const a = 2;')],
  ['a source is new', 2, () => writeFile(join(root, 'lib', 'b.ts'), '')],
  ['a source is gone', 2, () => rm(join(root, 'lib', 'sites', 'a.ts'))],
  ['dependencies have changed', 2, () => writeFile(join(root, 'package-lock.json'), '{}')],
  ['the output is gone', 2, () => rm(join(root, '.output'), { recursive: true })],
  ['someone else has built', 2, () => utimes(manifest(), new Date(0), new Date(0))],
])('when %s it has built %i times', async (_name, times, change) => {
  await change();
  await ensureBuild('chrome', root, build);
  expect(build).toHaveBeenCalledTimes(times);
});

test('a build for one browser is none for another, and none of the console', async () => {
  expect(await ensureBuild('firefox', root, build)).toBe(join(root, '.output', 'firefox-mv3'));
  expect(await ensureBuild('console', root, build)).toBe(join(root, '.output', 'console'));
  expect(build.mock.calls).toEqual([
    [root, 'chrome'],
    [root, 'firefox'],
    [root, 'console'],
  ]);
});

test('says that a build failed, and tries again the next time', async () => {
  await writeFile(join(root, 'lib', 'b.ts'), '');
  await expect(ensureBuild('chrome', root, async () => 1)).rejects.toThrow('could not be built');
  await ensureBuild('chrome', root, build);
  expect(build).toHaveBeenCalledTimes(2);
});
