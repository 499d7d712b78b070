import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ConversationChoice } from '../messages.ts';
import { sha256Hex, toHex, utf8Bytes } from '../protocol/bytes.ts';

/**
 * What is remembered of single conversations. Keyed by salted hashes, so that it does not list which conversations there
 * are, and bounded, so that it cannot grow with everything ever opened.
 */
interface ConversationDatabase extends DBSchema {
  choices: { key: string; value: { choice: ConversationChoice; usedAtMs: number }; indexes: { used: UseKey } };
  /** One random salt, made on first use. */
  salt: { key: 'salt'; value: string };
}

/** What may be forgotten first sorts first: an `always` is asked again, a forgotten `never` would be a breach. */
type UseKey = [choice: ConversationChoice, usedAtMs: number];

const MAX_CHOICES = 20_000;

let opened: Promise<IDBPDatabase<ConversationDatabase>> | undefined;

function database(): Promise<IDBPDatabase<ConversationDatabase>> {
  opened ??= openDB<ConversationDatabase>('brainpost-conversations', 1, {
    upgrade(db) {
      db.createObjectStore('choices').createIndex('used', ['choice', 'usedAtMs']);
      db.createObjectStore('salt');
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

export async function loadChoice(of: ConversationRef): Promise<ConversationChoice | null> {
  const stored = await (await database()).get('choices', await keyOf(of));
  return stored?.choice ?? null;
}

/** @param choice `null` forgets it */
export async function storeChoice(
  of: ConversationRef,
  choice: ConversationChoice | null,
  { nowMs, max = MAX_CHOICES }: { nowMs: number; max?: number },
): Promise<void> {
  const key = await keyOf(of);
  const tx = (await database()).transaction('choices', 'readwrite');
  if (choice === null) await tx.store.delete(key);
  else await tx.store.put({ choice, usedAtMs: nowMs }, key);
  let surplus = (await tx.store.count()) - max;
  let cursor = surplus > 0 ? await tx.store.index('used').openCursor() : null;
  for (; cursor && surplus > 0; surplus -= 1, cursor = await cursor.continue()) await cursor.delete();
  await tx.done;
}

export async function forgetChoices(): Promise<void> {
  await (await database()).clear('choices');
}

async function keyOf({ siteId, conversationId }: ConversationRef): Promise<string> {
  return sha256Hex(utf8Bytes(JSON.stringify([await salt(), siteId, conversationId])));
}

async function salt(): Promise<string> {
  const tx = (await database()).transaction('salt', 'readwrite');
  const stored = await tx.store.get('salt');
  const used = stored ?? toHex(crypto.getRandomValues(new Uint8Array(16)));
  if (stored === undefined) await tx.store.put(used, 'salt');
  await tx.done;
  return used;
}
