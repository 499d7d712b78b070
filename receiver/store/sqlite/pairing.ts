import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { NewKey } from '../key-store.ts';
import type { PairingCode, PairingStore, RedeemResult } from '../pairing-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteKeys } from './keys.ts';
import { inTransaction } from './transaction.ts';

const codeRow = z
  .object({
    code_id: z.string(),
    workspace_id: z.string(),
    device_name: z.string().nullable(),
    digest: z.instanceof(Uint8Array<ArrayBuffer>),
    expires_at: z.number(),
  })
  .transform(
    (row): PairingCode => ({
      id: row.code_id,
      workspaceId: row.workspace_id,
      deviceName: row.device_name,
      digest: row.digest,
      expiresAt: row.expires_at,
    }),
  );

export function createPairingStore({ database, run }: SqliteContext): PairingStore {
  const keys = new SqliteKeys(database);
  return {
    createPairingCode: (code, now) => run(() => inTransaction(database, () => create(database, code, now))),
    listLivePairingCodes: (now) =>
      run(() => {
        const rows = database.prepare('SELECT * FROM pairing_codes WHERE expires_at > ? ORDER BY id').all(now);
        return rows.map((row) => codeRow.parse(row));
      }),
    redeemPairingCode: (id, key) => run(() => inTransaction(database, () => redeem(database, keys, { id, key }))),
  };
}

function create(database: DatabaseSync, code: PairingCode, now: number) {
  if (!database.prepare('SELECT 1 FROM workspaces WHERE id = ? AND removed_at IS NULL').get(code.workspaceId)) {
    return { ok: false, reason: 'no_workspace' } as const;
  }
  database.prepare('DELETE FROM pairing_codes WHERE expires_at <= ?').run(now);
  database
    .prepare(
      'INSERT INTO pairing_codes (code_id, workspace_id, device_name, digest, expires_at) VALUES (?, ?, ?, ?, ?)',
    )
    .run(code.id, code.workspaceId, code.deviceName, code.digest, code.expiresAt);
  return { ok: true } as const;
}

/** A key that is refused leaves the code as it is. */
function redeem(database: DatabaseSync, keys: SqliteKeys, { id, key }: { id: string; key: NewKey }): RedeemResult {
  const live = database.prepare('SELECT 1 FROM pairing_codes WHERE code_id = ? AND expires_at > ?');
  if (!live.get(id, key.createdAt)) return { ok: false, reason: 'no_code' };
  const added = keys.add(key);
  if (added.ok) database.prepare('DELETE FROM pairing_codes WHERE code_id = ?').run(id);
  return added;
}
