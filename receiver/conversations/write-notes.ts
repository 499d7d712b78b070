import { backoffMs } from '../inbox/backoff.ts';
import type { Pass } from '../inbox/waking-loop.ts';
import { describeError, log } from '../log.ts';
import type { DueNote } from '../store/note-store.ts';
import type { Store } from '../store/store.ts';
import type { StoredConversation, StoredMessage } from './conversation.ts';
import { failedEvent, writtenEvent } from './document-events.ts';

const NOTES_PER_PASS = 16;

/** What this needs of a vault. Paths are relative to the vault's root. */
export interface NoteVault {
  writeNote(
    conversation: StoredConversation,
    messages: readonly StoredMessage[],
    previousPath: string | null,
  ): Promise<{ ok: true; path: string } | { ok: false; reason: string }>;
}

export interface NoteWriterParts {
  readonly store: Store;
  readonly vault: NoteVault;
  readonly clock: () => number;
  /** Told that the outbox has something new. */
  readonly onOutbox: () => void;
}

/** A pass that writes the notes that are due. A note that cannot be written is tried again later; its events stay accepted. */
export function createNotePass(parts: NoteWriterParts): Pass {
  const { store, onOutbox } = parts;
  return async (now) => {
    const notes = await store.dueNotes({ now, limit: NOTES_PER_PASS });
    for (const note of notes) await writeNote(parts, note);
    if (notes.length > 0) onOutbox();
    return store.nextNoteDueAt();
  };
}

async function writeNote({ store, vault, clock }: NoteWriterParts, note: DueNote): Promise<void> {
  const { conversation, messages, path, revision } = note;
  const conversationId = conversation.id;
  // One note that meets a bug must not keep the others waiting.
  const written = await vault.writeNote(conversation, messages, path).catch((error: unknown) => {
    const { error: code, at } = describeError(error);
    return { ok: false as const, reason: `${code} ${at}` };
  });
  if (written.ok) {
    const now = clock();
    const event = writtenEvent(note, written.path, now);
    await store.noteWritten({ conversationId, revision, path: written.path, now, event });
    return;
  }
  const attempts = note.attempts + 1;
  const now = clock();
  const event = failedEvent(note, written.reason, now);
  await store.noteFailed({ conversationId, error: written.reason, retryAt: now + backoffMs(attempts), event });
  log.warn('note_failed', { conversation: conversationId, reason: written.reason, attempts });
}
