import type { ConnectionInput, ConnectionProblem } from '../messages.ts';
import { checkConnection, type ParsedConnection, parseConnectionString } from '../protocol/connection.ts';
import { importSigningKeys } from '../protocol/secret.ts';
import { type ConnectionSettings, storeConnection } from './connection-store.ts';
import { loadSigningKeys, storeSigningKeys } from './signing-keys.ts';

/** A secret that stands for the stored one, so that the checks of the other fields can run without it. */
const KEEP_STORED = 'keep-the-stored-secret';

/**
 * Checks what the user typed or pasted and stores it. The secret is imported as keys and forgotten.
 * An empty secret keeps the stored keys, as long as there are some.
 */
export async function connect(
  input: ConnectionInput,
): Promise<{ ok: true; settings: ConnectionSettings } | { ok: false; problem: ConnectionProblem }> {
  const keepsSecret = input.kind === 'fields' && input.secret.trim() === '' && (await hasKeys(input.workspaceId));
  const parsed = parse(input, keepsSecret);
  if (!parsed.ok) return { ok: false, problem: parsed.error };

  const { secret, ...settings } = parsed.connection;
  if (!keepsSecret) {
    const keys = await importSigningKeys(secret);
    if (!keys) return { ok: false, problem: 'invalid_secret' };
    await storeSigningKeys(settings.workspaceId, keys);
  }
  await storeConnection(settings);
  return { ok: true, settings };
}

function parse(input: ConnectionInput, keepsSecret: boolean): ParsedConnection {
  if (input.kind === 'string') return parseConnectionString(input.text);
  return checkConnection({ ...input, secret: keepsSecret ? KEEP_STORED : input.secret });
}

/** Keys belong to one workspace: another one needs its own secret. */
async function hasKeys(workspaceId: string): Promise<boolean> {
  return (await loadSigningKeys(workspaceId.trim())) !== null;
}
