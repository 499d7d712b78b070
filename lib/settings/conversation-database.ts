import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import type { ConversationChoice } from '../messages.ts';
import { sha256Hex, toHex, utf8Bytes } from '../protocol/bytes.ts';

/**
 * What is remembered of single conversations. Keyed by salted hashes, so that it does not list which conversations there
 * are, and bounded, so that it cannot grow with everything ever opened.
 */
interface ConversationDatabase extends DBSchema {
  choices: {
    key: string;
    value: { choice: ConversationChoice; usedAtMs: number };
    /** What may be forgotten first sorts first: an `always` is asked again, a forgotten `never` would be a breach. */
    indexes: { used: [choice: ConversationChoice, usedAtMs: number] };
  };
  /** `numbers`: hash of a redacted value -> its number; `last`: the last number of each kind. */
  redactions: {
    key: string;
    value: { numbers: Record<string, number>; last: Record<string, number>; usedAtMs: number };
    indexes: { used: number };
  };
  /** Labels that the user gave to single conversations. */
  labels: {
    key: string;
    value: { labels: string[]; usedAtMs: number };
    indexes: { used: number };
  };
  /** One random salt, made on first use. */
  salt: { key: 'salt'; value: string };
}

let opened: Promise<IDBPDatabase<ConversationDatabase>> | undefined;

export function conversationDatabase(): Promise<IDBPDatabase<ConversationDatabase>> {
  opened ??= openDB<ConversationDatabase>('brainpost-conversations', 3, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('choices').createIndex('used', ['choice', 'usedAtMs']);
        db.createObjectStore('salt');
      }
      if (from < 2) {
        db.createObjectStore('redactions').createIndex('used', 'usedAtMs');
      }
      if (from < 3) {
        db.createObjectStore('labels').createIndex('used', 'usedAtMs');
      }
    },
    // A newer version of the extension needs it. Whoever uses it next opens it anew.
    blocking: (_current, _blocked, { target }) => {
      opened = undefined;
      (target as IDBDatabase).close();
    },
    terminated: () => (opened = undefined),
  }).catch((error: unknown) => {
    opened = undefined; // the next use tries again
    throw error;
  });
  return opened;
}

export interface ConversationRef {
  siteId: string;
  conversationId: string;
}

/** Under what a conversation is remembered: a salted hash, 64 hex digits. */
export async function conversationKey({ siteId, conversationId }: ConversationRef): Promise<string> {
  return sha256Hex(utf8Bytes(JSON.stringify([await salt(), siteId, conversationId])));
}

type Bounded = 'choices' | 'labels' | 'redactions';

/** Forgets of a store what was not used for the longest time. */
export async function dropSurplus<Name extends Bounded>(
  store: IDBPObjectStore<ConversationDatabase, [Name], Name, 'readwrite'>,
  max: number,
): Promise<void> {
  let surplus = (await store.count()) - max;
  let cursor = surplus > 0 ? await store.index('used' as never).openCursor() : null;
  for (; cursor && surplus > 0; surplus -= 1, cursor = await cursor.continue()) await cursor.delete();
}

async function salt(): Promise<string> {
  const tx = (await conversationDatabase()).transaction('salt', 'readwrite');
  const stored = await tx.store.get('salt');
  const used = stored ?? toHex(crypto.getRandomValues(new Uint8Array(16)));
  if (stored === undefined) await tx.store.put(used, 'salt');
  await tx.done;
  return used;
}
