import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { assemble } from '../commands/assemble.ts';
import { readSettings, type Settings } from '../settings.ts';
import { openDatabase } from '../store/sqlite/open-database.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { makeEvent, type RequestOptions, SECRET, signedInit, WORKSPACE } from './signed-request.ts';

/** 2026-11-21T10:00:00Z */
export const NOW = Date.UTC(2026, 10, 21, 10);

/** A new folder that is gone after the test. */
export function makeTempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'brainpost-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Settings as an empty environment gives them, with a data folder of the test's own. */
function makeSettings(change: Partial<Settings> = {}): Settings {
  const read = readSettings({}, { data: makeTempDir() });
  if (!read.ok) throw new Error(read.message);
  return { ...read.settings, ...change };
}

/** Keeps the log out of the test's output. @returns what was logged so far */
export function captureLog(): () => string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  return () => write.mock.calls.map(([line]) => String(line)).join('');
}

/** A whole receiver without a socket, on a database in memory and a clock that stands still until it is set. */
export async function makeReceiver(change: Partial<Settings> = {}) {
  const log = captureLog();
  const opened = openDatabase(':memory:');
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  const store = createSqliteStore(database);
  await createWorkspace(store, { id: WORKSPACE, secret: SECRET }, NOW);
  const clock = { now: NOW };
  const settings = makeSettings(change);
  const assembly = assemble(store, settings, () => clock.now);
  let ended: Promise<void> | null = null;
  /** For tests that make many receivers; the others need not care. */
  const end = () => (ended ??= assembly.close());
  onTestFinished(end);

  /** Signs at the receiver's time and sends. */
  const send = async (
    event = makeEvent(),
    { path, ...options }: Partial<RequestOptions> & { path?: string } = {},
  ): Promise<Response> => {
    const init = await signedInit(event, { timestampSec: Math.floor(clock.now / 1000), ...options });
    return assembly.app.request(path ?? `/webhooks/v1/${WORKSPACE}/chatgpt`, init);
  };
  return {
    app: assembly.app,
    store,
    database,
    clock,
    send,
    wake: () => assembly.wake(),
    turnAway: () => assembly.turnAway(),
    end,
    log,
    dataDir: settings.dataDir,
  };
}
