import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode, isMissing, VaultFailure } from './vault-failure.ts';

/** The leading dot keeps Obsidian and its like from taking the file for a note while it is written. */
const TEMPORARY = /^\.brainpost-[0-9a-f]{12}\.tmp$/;
/** What is older was left by a crash: writing one note takes milliseconds. */
const LEFT_BEHIND_MS = 10 * 60 * 1000;
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

/**
 * Replaces a file as a whole, or leaves it as it was: after a crash or on a full disk it holds the old text or the new.
 * write-file-atomic was not used: it follows links out of the folder, names its temporary file like a note, does not
 * sync the folder, and cannot refuse to overwrite.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const { mode } = await stat(file);
  await throughTemporary(file, { text, mode: mode & 0o777 }, (temporary) => rename(temporary, file));
}

/**
 * Writes a file that is not there yet.
 * @returns `false` when there is one of that name; it is left alone
 */
export async function createFile(file: string, text: string): Promise<boolean> {
  try {
    await throughTemporary(file, { text, mode: 0o644 }, (temporary) => placeNew(temporary, file));
    return true;
  } catch (error) {
    if (hasCode(error, ['EEXIST'])) return false;
    throw error;
  }
}

/**
 * Gives a file another name in its folder.
 * @param isSameFile the new name differs in case only and may already lead to this file
 */
export async function renameFile(file: string, target: string, isSameFile: boolean): Promise<void> {
  if (!isSameFile && (await exists(target))) {
    throw new VaultFailure('A file took the new name of a note while it was renamed; the next try takes another name.');
  }
  await rename(file, target);
  await syncFolder(dirname(target));
}

/** Removes what writes that were cut off left in a folder. */
export async function removeLeftBehind(folder: string, nowMs: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => TEMPORARY.test(name));
  for (const file of names.map((name) => join(folder, name))) {
    const writtenMs = await stat(file).then(({ mtimeMs }) => mtimeMs, ignoreMissing);
    if (writtenMs !== undefined && nowMs - writtenMs > LEFT_BEHIND_MS) await unlink(file).catch(ignoreMissing);
  }
}

async function throughTemporary(
  file: string,
  content: { text: string; mode: number },
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(file), `.brainpost-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, content);
    await place(temporary);
  } finally {
    await unlink(temporary).catch(ignoreMissing);
  }
  await syncFolder(dirname(file));
}

async function writeDurably(temporary: string, content: { text: string; mode: number }): Promise<void> {
  const handle = await open(temporary, 'wx', content.mode);
  try {
    await handle.writeFile(content.text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A hard link fails when the name is taken, a rename would overwrite. Disks without links get the check before. */
async function placeNew(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    if (!hasCode(error, NO_HARD_LINKS)) throw error;
    if (await exists(file))
      throw Object.assign(new Error(`${basename(file)} is taken`, { cause: error }), { code: 'EEXIST' });
    await rename(temporary, file);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
  return undefined;
}

/** Makes the name as durable as the text. Windows cannot open folders and needs no sync for them. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE disks refuse to sync folders; the note itself is synced.
    if (!hasCode(error, ['EINVAL', 'ENOTSUP', 'ENOSYS', 'EPERM'])) throw error;
  } finally {
    await handle.close();
  }
}
