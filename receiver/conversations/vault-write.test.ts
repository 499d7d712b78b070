import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFile, renameFile, replaceFile } from './vault-write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainpost-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file that appeared meanwhile is not overwritten by a new one', async () => {
  const file = join(folder, 'note.md');
  await writeFile(file, 'mine');
  expect(await createFile(file, 'ours')).toBe(false);
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await readdir(folder)).toEqual(['note.md']);
});

test('a file that appeared meanwhile is not overwritten by a renamed one', async () => {
  const [from, to] = [join(folder, 'from.md'), join(folder, 'to.md')];
  await writeFile(from, 'ours');
  await writeFile(to, 'mine');
  await expect(renameFile(from, to, false)).rejects.toThrow('took the new name');
  expect(await readFile(to, 'utf8')).toBe('mine');
});

test('a write that fails leaves the old text and no temporary file', async () => {
  await expect(replaceFile(join(folder, 'gone.md'), 'new')).rejects.toThrow('ENOENT');
  await expect(createFile(join(folder, 'x'.repeat(300)), 'new')).rejects.toThrow('ENAMETOOLONG');
  expect(await readdir(folder)).toEqual([]);
});

test('of two that create the same file at once, one does', async () => {
  const file = join(folder, 'note.md');
  const created = await Promise.all([createFile(file, 'a'), createFile(file, 'b')]);
  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['note.md']);
});
