import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` without waiting for the disk at its end. Whatever commits next and does wait takes it along, because the log is
 * written in order (https://sqlite.org/pragma.html#pragma_synchronous); a power cut before that undoes both.
 */
export function withoutWaiting<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return work();
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}

/** Runs `work` in one write transaction: committed when it returns, rolled back when it throws. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  // IMMEDIATE: a transaction that reads first and writes later cannot wait for its lock and would fail as busy.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk may have rolled back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
