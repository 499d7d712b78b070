import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeTempDir } from '../../test-support/receiver.ts';
import { openDatabase } from './open-database.ts';

let path = '';
beforeEach(() => {
  path = join(makeTempDir(), 'brainpost.db');
});

function openOrThrow(): DatabaseSync {
  const opened = openDatabase(path);
  if (!opened.ok) throw new Error(opened.message);
  return opened.database;
}

/** A database of ours with many pages, closed. */
function makeOurs(): void {
  const database = openOrThrow();
  const insert = database.prepare('INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, 1)');
  for (let i = 0; i < 500; i++) insert.run(`ws_${i}`, 'x'.repeat(200));
  database.close();
}

test('a new file is for its owner alone, in WAL mode with full synchronisation', () => {
  const database = openOrThrow();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
  database.close();
});

test('an existing file is opened again with what is in it', () => {
  makeOurs();
  const database = openOrThrow();
  expect(database.prepare('SELECT COUNT(*) AS count FROM workspaces').get()).toEqual({ count: 500 });
  database.close();
});

describe('a file that is not ours is refused in one sentence and untouched', () => {
  test.each<[string, RegExp, () => void]>([
    ['text', /not a database/, () => writeFileSync(path, 'a shopping list\n'.repeat(100))],
    ['a short file', /not a database/, () => writeFileSync(path, 'x')],
    ['the beginning of one', /damaged|another program/, () => writeFileSync(path, 'SQLite format 3\0')],
    [
      'another program',
      /another program/,
      () => {
        const database = new DatabaseSync(path);
        database.exec('CREATE TABLE t (a); PRAGMA user_version = 1');
        database.close();
      },
    ],
    [
      'another program in WAL mode',
      /another program/,
      () => {
        const database = new DatabaseSync(path);
        database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
        database.close();
      },
    ],
    [
      'another program that crashed and left a log behind',
      /another program/,
      () => {
        const database = new DatabaseSync(`${path}.original`);
        database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
        copyFileSync(`${path}.original`, path);
        copyFileSync(`${path}.original-wal`, `${path}-wal`);
        database.close();
      },
    ],
    [
      'a newer version',
      /newer version/,
      () => {
        makeOurs();
        const database = new DatabaseSync(path);
        database.exec('PRAGMA user_version = 999');
        database.close();
      },
    ],
    ['a truncated one', /damaged/, () => writeOver((bytes) => bytes.subarray(0, bytes.length - 8192))],
    ['overwritten pages', /damaged/, () => writeOver((bytes) => bytes.fill(0x5a, 8192, 40_960))],
    ['an overwritten schema', /damaged/, () => writeOver((bytes) => bytes.fill(0x5a, 100, 4096))],
  ])('%s', (_, message, make) => {
    make();
    const before = readFileSync(path);
    const opened = openDatabase(path);
    expect(opened).toEqual({ ok: false, message: expect.stringMatching(message) });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  function writeOver(change: (bytes: Buffer) => Buffer): void {
    makeOurs();
    writeFileSync(path, change(readFileSync(path)));
  }
});
