import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WORKSPACE } from './make-requests.ts';

/** Puts events that were worked off long ago into the database of a receiver that does not run. */
export function fillInbox(dataDir: string, count: number): void {
  const database = new DatabaseSync(join(dataDir, 'brainpost.db'));
  // In memory as far as it goes: a million digests in no order would be read and written again and again.
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
  database
    .prepare(
      `INSERT INTO event_inbox (workspace_id, source, source_kind, event_type, event_id, dedupe_key, verified,
         received_at, body_digest, body, headers, state)
       WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ?)
       SELECT ?, 'chatgpt', 'webhook.chatgpt', 'tea.made', 'evt_' || hex(randomblob(12)), hex(randomblob(12)), 'strong',
         n, randomblob(32), zeroblob(100), '{}', 'done' FROM counter`,
    )
    .run(count, WORKSPACE);
  database.close();
}
