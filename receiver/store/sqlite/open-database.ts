import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, migrate, SCHEMA_VERSION } from './migrations.ts';
import { isCorruption, needsWriter } from './result-codes.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';
/** Reading every page of a bigger file would keep the receiver from starting for seconds. */
const FULL_CHECK_MAX_BYTES = 256 * 1024 * 1024;

const NOT_A_DATABASE = 'is not a database. Move it away or set BRAINPOST_DATA to another folder.';
const FOREIGN = 'is a database of another program. Set BRAINPOST_DATA to another folder.';
const NEWER = 'was written by a newer version of the receiver. Update the receiver.';
const DAMAGED = 'is damaged. Restore it from a backup, or move it away to start with an empty one.';

export type OpenResult = { ok: true; database: DatabaseSync } | { ok: false; message: string };

/**
 * Opens the receiver's database and brings its schema up to date.
 * @param path a file, made with mode 0600 when it is not there, or `:memory:`
 * @returns the database, or one sentence when the file is damaged, somebody else's or from a newer version; such a file is
 *   not touched
 */
export function openDatabase(path: string): OpenResult {
  const refusal = path === ':memory:' ? null : inspectFile(path);
  if (refusal) return { ok: false, message: `${path} ${refusal}` };

  const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
  if (path !== ':memory:') chmodSync(path, 0o600);
  migrate(database, readNumber(database, 'user_version'));
  // After the schema, so that the file itself carries the application id from its first commit on.
  // FULL: what was answered "accepted" survives a power cut; NORMAL may lose the last commits in WAL mode.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000;');
  return { ok: true, database };
}

/** Looks at an existing file without writing to it. @returns what is wrong with it, `null` when it may be opened */
function inspectFile(path: string): string | null {
  if (!existsSync(path) || statSync(path).size === 0) return null;
  if (!hasSqliteMagic(path)) return NOT_A_DATABASE;
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      return inspectDatabase(database, statSync(path).size);
    } finally {
      database.close();
    }
  } catch (error) {
    if (isCorruption(error)) return DAMAGED;
    // A crash during the very first commit left a journal that only a writer can roll back.
    if (needsWriter(error)) return null;
    throw error;
  }
}

function hasSqliteMagic(path: string): boolean {
  const head = Buffer.alloc(SQLITE_MAGIC.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString('latin1') === SQLITE_MAGIC;
}

function inspectDatabase(database: DatabaseSync, bytes: number): string | null {
  if (readNumber(database, 'application_id') !== APPLICATION_ID) return FOREIGN;
  if (readNumber(database, 'user_version') > SCHEMA_VERSION) return NEWER;
  if (bytes > FULL_CHECK_MAX_BYTES) return null;
  return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok' ? null : DAMAGED;
}

function readNumber(database: DatabaseSync, pragma: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
