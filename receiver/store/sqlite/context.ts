import type { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../store-failure.ts';
import { isStorageFault } from './result-codes.ts';
import { withoutWaiting } from './transaction.ts';

/** What each topic of the SQLite store works with. */
export interface SqliteContext {
  readonly database: DatabaseSync;
  /**
   * Runs an operation at once; its result is durable. node:sqlite works synchronously and throws: this makes rejections of
   * it, `StoreFailure` where the storage is at fault.
   */
  readonly run: <Result>(operation: () => Result) => Promise<Result>;
  /** The same for work that may be lost with a power cut, because it would only be done again. */
  readonly runRedoable: <Result>(operation: () => Result) => Promise<Result>;
}

export function createSqliteContext(database: DatabaseSync): SqliteContext {
  return {
    database,
    run,
    runRedoable: (operation) => run(() => withoutWaiting(database, operation)),
  };
}

async function run<Result>(operation: () => Result): Promise<Result> {
  try {
    return operation();
  } catch (error) {
    throw isStorageFault(error) ? new StoreFailure('the database failed', { cause: error }) : error;
  }
}
