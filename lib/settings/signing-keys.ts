import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { SigningKeys } from '../protocol/secret.ts';

/**
 * Keys by workspace, as non-extractable CryptoKeys. IndexedDB can hold them as they are; nothing, not even this
 * extension, can read the secret back out of them.
 */
interface KeyDatabase extends DBSchema {
  keys: { key: string; value: SigningKeys };
}

let opened: Promise<IDBPDatabase<KeyDatabase>> | undefined;

function database(): Promise<IDBPDatabase<KeyDatabase>> {
  opened ??= openDB<KeyDatabase>('brainpost-keys', 1, {
    upgrade: (db) => void db.createObjectStore('keys'),
    terminated: () => (opened = undefined),
  });
  return opened;
}

export async function storeSigningKeys(workspaceId: string, keys: SigningKeys): Promise<void> {
  await (await database()).put('keys', keys, workspaceId);
}

export async function loadSigningKeys(workspaceId: string): Promise<SigningKeys | null> {
  return (await (await database()).get('keys', workspaceId)) ?? null;
}
