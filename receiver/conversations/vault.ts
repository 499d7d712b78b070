import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StoredConversation, StoredMessage } from './conversation.ts';
import { comparableName, folderName, isNameGivenFor, noteFileName } from './file-name.ts';
import { readProperty, splitNote } from './front-matter.ts';
import { noteTitle } from './front-matter-properties.ts';
import { findRegion } from './managed-region.ts';
import { composeNote } from './note.ts';
import { sourceName } from './note-source.ts';
import { failureSentence, VaultFailure } from './vault-failure.ts';
import { existingFile, openFolder, openRoot, relativePath } from './vault-path.ts';
import { findNoteById, readNoteId } from './vault-scan.ts';
import { createFile, removeLeftBehind, renameFile, replaceFile } from './vault-write.ts';

/** `path` is relative to the vault, with forward slashes. `reason` is a sentence for people, without any chat text. */
export type WriteNoteResult =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/** Among thousands of notes named `Untitled` not every head is read for every new one. */
const MAX_ADOPTION_CHECKS = 100;

interface FoundNote {
  readonly file: string;
  readonly text: string;
}

/** A folder of Markdown notes that a person and Brainpost both write to, one note a conversation. */
export class Vault {
  readonly #root: string;
  readonly #cleanedFolders = new Set<string>();
  /** Notes are written one after the other: two of the same title would race for the name. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Writes or updates the note of a conversation. A note that the person moved or renamed is found by its
   * `brainpost_id` and updated where it is; one that still has the name it was given follows the title; one that was
   * deleted is written anew, because this is called when the conversation has something new to say. A file that is not
   * the conversation's note is never overwritten. A note that would not change is not touched.
   * @param messages in reading order
   * @param previousPath what the last call for this conversation returned
   * @returns where the note is now, or why it could not be written; then its text on disk is the old one
   */
  async writeNote(
    conversation: StoredConversation,
    messages: readonly StoredMessage[],
    previousPath: string | null,
  ): Promise<WriteNoteResult> {
    const written = this.#last.then(() => this.#write(conversation, messages, previousPath));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(
    conversation: StoredConversation,
    messages: readonly StoredMessage[],
    previousPath: string | null,
  ): Promise<WriteNoteResult> {
    try {
      const root = await openRoot(this.#root);
      const found = previousPath === null ? null : await findNote(root, conversation.id, previousPath);
      const file = found
        ? await this.#update(found, conversation, messages)
        : await this.#create(root, conversation, messages);
      return { ok: true, path: relativePath(root, file) };
    } catch (error) {
      const reason = failureSentence(error, this.#root);
      if (reason === null) throw error;
      return { ok: false, reason };
    }
  }

  async #create(root: string, conversation: StoredConversation, messages: readonly StoredMessage[]): Promise<string> {
    const folder = await openFolder(root, folderName(sourceName(conversation.source)));
    await this.#clean(folder);
    const taken = await namesIn(folder);
    for (let number = 1; ; number += 1) {
      const name = noteFileName(noteTitle(conversation), number);
      const takenAs = taken.get(comparableName(name));
      if (takenAs === undefined && (await createFile(join(folder, name), composeNote(null, conversation, messages)))) {
        return join(folder, name);
      }
      // The note of this conversation: its path was lost, by a crash before it was stored or with the database.
      const isWorthALook = number <= MAX_ADOPTION_CHECKS;
      const own = isWorthALook && (await readOwnNote(join(folder, takenAs ?? name), conversation.id, 'id'));
      if (own) return this.#update(own, conversation, messages);
    }
  }

  async #update(
    note: FoundNote,
    conversation: StoredConversation,
    messages: readonly StoredMessage[],
  ): Promise<string> {
    await this.#clean(dirname(note.file));
    const file = await followTitle(note, noteTitle(conversation));
    const text = composeNote(note.text, conversation, messages);
    // A file that is written without need wakes up every sync tool.
    if (text !== note.text) await replaceFile(file, text);
    return file;
  }

  async #clean(folder: string): Promise<void> {
    if (this.#cleanedFolders.has(folder)) return;
    await removeLeftBehind(folder, Date.now());
    this.#cleanedFolders.add(folder);
  }
}

async function findNote(root: string, id: string, previousPath: string): Promise<FoundNote | null> {
  const file = await existingFile(root, previousPath);
  const own = file === null ? null : await readOwnNote(file, id, 'id or region');
  if (own) return own;
  const moved = await findNoteById(root, id, basename(previousPath));
  return moved === null ? null : readOwnNote(moved, id, 'id');
}

/**
 * Reads a note if it is the conversation's.
 * @param by `id or region`: at the place where it was left, a note whose properties the person took away is still known
 * by its region
 */
async function readOwnNote(file: string, id: string, by: 'id' | 'id or region'): Promise<FoundNote | null> {
  const foundId = await readNoteId(file);
  if (foundId !== id && (foundId !== null || by === 'id')) return null;
  const bytes = await readFile(file);
  // Decoding anything else would change what the person wrote.
  if (!isUtf8(bytes)) throw new VaultFailure('A note is not UTF-8 text any more and was left alone; save it as UTF-8.');
  const text = bytes.toString();
  return foundId === id || findRegion(splitNote(text).body) ? { file, text } : null;
}

/** Renames a note that still has the name it was given. A name that the person chose stays. */
async function followTitle(note: FoundNote, title: string): Promise<string> {
  const name = basename(note.file);
  const formerTitle = readProperty(note.text, 'title');
  if (typeof formerTitle !== 'string' || formerTitle === title) return note.file;
  if (!isNameGivenFor(name, formerTitle) || isNameGivenFor(name, title)) return note.file;

  const folder = dirname(note.file);
  const taken = await namesIn(folder);
  taken.delete(comparableName(name));
  let number = 1;
  while (taken.has(comparableName(noteFileName(title, number)))) number += 1;
  const target = noteFileName(title, number);
  await renameFile(note.file, join(folder, target), comparableName(target) === comparableName(name));
  return join(folder, target);
}

/** Names in a folder by the form in which they collide. */
async function namesIn(folder: string): Promise<Map<string, string>> {
  return new Map((await readdir(folder)).map((name) => [comparableName(name), name]));
}
