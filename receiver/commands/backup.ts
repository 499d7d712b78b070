import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../log.ts';
import type { Settings } from '../settings.ts';
import { backUpDatabase } from '../store/sqlite/back-up-database.ts';
import { openDatabase } from '../store/sqlite/open-database.ts';
import { blobDirOf } from './assemble.ts';
import { DATABASE_NAME } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

/** `backup FILE`; may run while the receiver runs. The copy is opened and checked before it counts as one. */
export function backup(settings: Settings, file: string): CommandResult {
  const from = join(settings.dataDir, DATABASE_NAME);
  if (!existsSync(from)) return { ok: false, message: `There is no database in ${settings.dataDir}.` };
  try {
    backUpDatabase(from, file);
  } catch (error) {
    return { ok: false, message: `The backup could not be written (${describeError(error).error}).` };
  }
  const opened = openDatabase(file);
  if (!opened.ok) return opened;
  opened.database.close();
  const lines = [`${file} holds the database as it was just now, with the secrets of all workspaces.`];
  const blobs = blobDirOf(settings);
  if (existsSync(blobs)) lines.push(`Copy ${blobs} as well: large files lie there and never change.`);
  return { ok: true, lines };
}
