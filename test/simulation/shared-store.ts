import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../receiver/store/sqlite/open-database.ts';
import { createSqliteStore } from '../../receiver/store/sqlite/sqlite-store.ts';
import type { Store } from '../../receiver/store/store.ts';

let shared: { store: Store; empty: () => void } | null = null;

/** The receiver's store, empty: one for all schedules of a process, because making its schema costs as much as a short one. */
export function emptyStore(): Store {
  shared ??= makeStore();
  shared.empty();
  return shared.store;
}

function makeStore() {
  const opened = openDatabase(':memory:');
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  const tables = filledBySchedules(database);
  // In whatever order: nothing is left that could point anywhere.
  const sql = ['PRAGMA foreign_keys = OFF', 'BEGIN', ...tables, 'COMMIT', 'PRAGMA foreign_keys = ON'].join(';');
  return { store: createSqliteStore(database), empty: () => database.exec(sql) };
}

/** Tables in which the schema itself puts something keep it. */
function filledBySchedules(database: DatabaseSync): string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const isEmpty = (name: string) => database.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() === undefined;
  return tables.filter(({ name }) => isEmpty(name)).map(({ name }) => `DELETE FROM "${name}"`);
}
