import { type FileHandle, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readProperty, splitNote } from './front-matter.ts';
import { hasCode, isMissing } from './vault-failure.ts';

/** Front matter of most notes fits; only a longer one is read further, up to the second number. */
const HEAD_BYTES = 4096;
const MAX_HEAD_BYTES = 256 * 1024;
/** Files open at once. */
const PARALLEL = 32;
const SKIPPED = new Set(['node_modules']);

/**
 * Looks through the vault for the note of a conversation that was moved or renamed. Reads only the heads of `.md` files,
 * skips `.obsidian`, `.trash` and all other dot folders, and does not follow links.
 * @param previousName of several notes with the id (a person made a copy) the one with this name is taken, else the first
 * @returns the absolute path or `null`
 */
export async function findNoteById(root: string, id: string, previousName: string): Promise<string | null> {
  const found: string[] = [];
  for await (const files of batchesOfNotes(root)) {
    const ids = await Promise.all(files.map(readNoteId));
    found.push(...files.filter((_, at) => ids[at] === id));
  }
  return found.find((file) => basename(file) === previousName) ?? found.toSorted()[0] ?? null;
}

/** The id in the note's front matter; `null` when it has none or cannot be read. */
export async function readNoteId(file: string): Promise<string | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r');
    const id = readProperty(await readHead(handle), 'brainpost_id');
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
  } catch (error) {
    // Gone meanwhile, or a private file among the notes: not the one that is looked for.
    if (isMissing(error) || hasCode(error, ['EACCES', 'EPERM', 'EISDIR'])) return null;
    throw error;
  } finally {
    await handle?.close();
  }
}

async function readHead(handle: FileHandle): Promise<string> {
  const head = await readStart(handle, HEAD_BYTES);
  if (!/^\ufeff?---/.test(head) || splitNote(head).open) return head;
  return readStart(handle, MAX_HEAD_BYTES);
}

async function readStart(handle: FileHandle, bytes: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

async function* batchesOfNotes(root: string): AsyncGenerator<string[]> {
  const folders = [root];
  let batch: string[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await entriesOf(folder)) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile() || !entry.name.endsWith('.md')) continue;
      batch.push(path);
      if (batch.length < PARALLEL) continue;
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error) || hasCode(error, ['EACCES', 'EPERM'])) return [];
    throw error;
  }
}
