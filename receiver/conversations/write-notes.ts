import { backoffMs } from '../inbox/backoff.ts';
import type { Pass } from '../inbox/waking-loop.ts';
import { describeError, log } from '../log.ts';
import type { DueNote } from '../store/note-store.ts';
import type { Store } from '../store/store.ts';
import type { StoredConversation, StoredMessage } from './conversation.ts';

const NOTES_PER_PASS = 16;

/** What this needs of a vault. Paths are relative to the vault's root. */
export interface NoteVault {
  writeNote(
    conversation: StoredConversation,
    messages: readonly StoredMessage[],
    previousPath: string | null,
  ): Promise<{ ok: true; path: string } | { ok: false; reason: string }>;
}

/** A pass that writes the notes that are due. A note that cannot be written is tried again later; its events stay accepted. */
export function createNotePass(store: Store, vault: NoteVault, clock: () => number): Pass {
  return async (now) => {
    for (const note of await store.dueNotes({ now, limit: NOTES_PER_PASS }))
      await writeNote(store, vault, { note, clock });
    return store.nextNoteDueAt();
  };
}

async function writeNote(store: Store, vault: NoteVault, { note, clock }: { note: DueNote; clock: () => number }) {
  const { conversation, messages, path, revision } = note;
  const conversationId = conversation.id;
  // One note that meets a bug must not keep the others waiting.
  const written = await vault.writeNote(conversation, messages, path).catch((error: unknown) => {
    const { error: code, at } = describeError(error);
    return { ok: false as const, reason: `${code} ${at}` };
  });
  if (written.ok) {
    await store.noteWritten({ conversationId, revision, path: written.path, now: clock() });
    return;
  }
  const attempts = note.attempts + 1;
  await store.noteFailed({ conversationId, error: written.reason, retryAt: clock() + backoffMs(attempts) });
  log.warn('note_failed', { conversation: conversationId, reason: written.reason, attempts });
}
