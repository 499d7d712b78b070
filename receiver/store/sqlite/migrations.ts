import type { DatabaseSync } from 'node:sqlite';
import { INBOX_AND_CONVERSATIONS } from './migrations/001-inbox-and-conversations.ts';
import { KEYS_AND_SCHEMES } from './migrations/002-keys-and-schemes.ts';
import { BLOBS } from './migrations/003-blobs.ts';
import { TOKENS } from './migrations/004-tokens.ts';
import { OUTBOX } from './migrations/005-outbox.ts';
import { WEBHOOKS } from './migrations/006-webhooks.ts';
import { ENDINGS } from './migrations/007-endings.ts';
import { OUTBOX_MARK } from './migrations/008-outbox-mark.ts';
import { LIBRARY } from './migrations/009-library.ts';
import { WORKSPACE_SETTINGS } from './migrations/010-workspace-settings.ts';
import { RETENTION } from './migrations/011-retention.ts';
import { PAIRING } from './migrations/012-pairing.ts';
import { AGENTS } from './migrations/013-agents.ts';
import { ACCOUNTS } from './migrations/014-accounts.ts';
import { BEGUN } from './migrations/015-begun.ts';
import { LOGS } from './migrations/016-logs.ts';
import { ALLOWED_ADDRESSES } from './migrations/017-allowed-addresses.ts';
import { WEBHOOK_ENCRYPTION } from './migrations/018-webhook-encryption.ts';

/** "BPST": marks a SQLite file as this receiver's. */
export const APPLICATION_ID = 0x42505354;

/**
 * Numbered steps of the schema; `user_version` counts those applied. A step that has shipped is never changed.
 * Ids are looked up through unique indexes beside an integer key: appending is what an inbox does all day.
 */
const MIGRATIONS: readonly string[] = [
  INBOX_AND_CONVERSATIONS,
  KEYS_AND_SCHEMES,
  BLOBS,
  TOKENS,
  OUTBOX,
  WEBHOOKS,
  ENDINGS,
  OUTBOX_MARK,
  LIBRARY,
  WORKSPACE_SETTINGS,
  RETENTION,
  PAIRING,
  AGENTS,
  ACCOUNTS,
  BEGUN,
  LOGS,
  ALLOWED_ADDRESSES,
  WEBHOOK_ENCRYPTION,
];

/** Version that this code writes and the newest that it reads. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the schema to `SCHEMA_VERSION`, each step in a transaction of its own. */
export function migrate(database: DatabaseSync, from: number): void {
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < from) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(`${sql}; PRAGMA user_version = ${index + 1}; PRAGMA application_id = ${APPLICATION_ID};`);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }
}
