import { randomBytes } from 'node:crypto';
import { WORKSPACE_ID } from '../../lib/protocol/workspace-id.ts';
import { generateSecret } from '../../lib/protocol/secret.ts';
import type { WorkspaceStore } from '../store/workspace-store.ts';
import { newKeyId } from './keys.ts';
import { isSecretLongEnough } from './secret-rule.ts';

export type CreatedWorkspace =
  | { ok: true; id: string }
  | { ok: false; reason: 'invalid_id' | 'invalid_secret' | 'id_taken' | 'secret_taken' };

/**
 * Makes a workspace with its first key.
 * @param wanted.id `ws_` and random letters unless given
 * @param wanted.secret generated unless given; refused when its key has fewer than 16 bytes
 */
export async function createWorkspace(
  store: WorkspaceStore,
  wanted: { id?: string | undefined; name?: string | undefined; secret?: string | null },
  now: number,
): Promise<CreatedWorkspace> {
  const id = wanted.id ?? `ws_${randomBytes(9).toString('hex')}`;
  if (!WORKSPACE_ID.test(id)) return { ok: false, reason: 'invalid_id' };
  const secret = wanted.secret ?? generateSecret();
  if (!isSecretLongEnough(secret)) return { ok: false, reason: 'invalid_secret' };
  const key = { id: newKeyId(), secret };
  const created = await store.createWorkspace({ id, name: wanted.name ?? id, createdAt: now, key });
  return created.ok ? { ok: true, id } : created;
}

/** One sentence for each way a workspace is refused. */
export const WORKSPACE_REFUSALS: Record<Extract<CreatedWorkspace, { ok: false }>['reason'], string> = {
  invalid_id: 'The workspace id must be 1 to 64 letters, digits, _ and -, and begin with a letter or digit.',
  invalid_secret: 'The secret is too short: it needs at least 16 bytes (of base64 after whsec_, else of text).',
  id_taken: 'There is a workspace with this id already.',
  secret_taken: 'Another workspace has this secret already; each needs its own.',
};
