import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';

export const DATABASE_NAME = 'brainpost.db';
/** A receiver that is about to end may hold the lock for a moment. */
const LOCK_TIMEOUT_MS = 3000;

export type OpenedData = { ok: true; store: Store } | { ok: false; message: string };

/** Makes the data folder (mode 0700) if need be and opens the database in it (mode 0600). */
export function openData(dataDir: string): OpenedData {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, DATABASE_NAME);
    closeSync(openSync(path, 'a', 0o600)); // SQLite would make it readable for everyone
    return openSqliteStore(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, message: `The data folder ${dataDir} cannot be used (${code ?? 'unknown error'}).` };
  }
}

/**
 * Sees to it that one receiver at a time works on a data folder: two would write the same notes. The lock is one of
 * SQLite's, so the system lets go of it however the process ends.
 * @returns a function that lets go, `null` when another receiver has it
 */
export function lockData(dataDir: string): (() => void) | null {
  const lock = new DatabaseSync(join(dataDir, 'receiver.lock'), { timeout: LOCK_TIMEOUT_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch {
    lock.close();
    return null;
  }
}
