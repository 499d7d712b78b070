import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeDeduplication, describeStore } from '../conformance.ts';
import { openSqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'brainpost-store-'));
let files = 0;

function open(path: string) {
  const opened = openSqliteStore(path);
  if (!opened.ok) throw new Error(opened.message);
  return opened.store;
}

afterAll(() => rmSync(folder, { recursive: true }));

describeStore('SQLite in memory', () => open(':memory:'));
describeStore('SQLite in a file', () => open(join(folder, `${files++}.db`)));
describeDeduplication('SQLite', () => open(':memory:'));
