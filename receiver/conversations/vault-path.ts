import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { hasCode, isMissing, VaultFailure } from './vault-failure.ts';

/** The vault's folder itself, made when it is not there. It may be a link; what lies in it may not lead out. */
export async function openRoot(root: string): Promise<string> {
  await makeFolder(resolve(root));
  return realpath(root);
}

/** Makes a folder directly in the vault. Throws `VaultFailure` when it is a link to somewhere else. */
export async function openFolder(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  await makeFolder(folder);
  if (!isInside(root, await realpath(folder))) {
    throw new VaultFailure('A folder of the vault is a link that leads out of the vault; notes are not written there.');
  }
  return folder;
}

/**
 * Where a note that was written before lies.
 * @param path relative to the root, with forward slashes
 * @returns the absolute path; `null` when no file of the vault is there, or it is reached through a link that leads out
 */
export async function existingFile(root: string, path: string): Promise<string | null> {
  if (path.includes('\0')) return null;
  const file = resolve(root, path);
  try {
    const isFile = (await lstat(file)).isFile();
    return isFile && isInside(root, await realpath(dirname(file))) ? file : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Path for the caller: relative to the root, with forward slashes on every system. */
export function relativePath(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

/** Not `mkdir` with `recursive`: where the system refuses with ENOENT (`/proc`, a drive that is gone) it never returns. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (hasCode(error, ['EEXIST']) && (await stat(folder)).isDirectory()) return;
    const parent = dirname(folder);
    if (!hasCode(error, ['ENOENT']) || parent === folder || (await isFolder(parent))) throw error;
    await makeFolder(parent);
    await mkdir(folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
