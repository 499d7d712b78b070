import type { ConnectionInput, ConnectionProblem } from '../messages.ts';
import { checkConnection, parseConnectionString } from '../protocol/connection.ts';
import { importSigningKeys } from '../protocol/secret.ts';
import { type ConnectionSettings, storeConnection } from './connection-store.ts';
import { type PairedConnection, type PairingParts, pairDevice } from './pair-device.ts';
import { loadSigningKeys, storeSigningKeys } from './signing-keys.ts';

/** Stands for the stored secret, so that the checks of the other fields can run without it; nothing that can be typed. */
const KEEP_STORED = '\u0000 keep the stored secret';

/**
 * Checks what the user typed or pasted, exchanges a code for a key, and stores it. The secret is imported as keys and forgotten.
 * An empty secret keeps the stored keys, as long as there are some.
 */
export async function connect(
  input: ConnectionInput,
  parts: PairingParts,
): Promise<{ ok: true; settings: ConnectionSettings } | { ok: false; problem: ConnectionProblem }> {
  const found = input.kind === 'code' ? await pairDevice(input, parts) : await readInput(input);
  if (!found.ok) return found;
  const { secret, ...settings } = found.connection;
  if (secret !== KEEP_STORED) {
    const keys = await importSigningKeys(secret);
    if (!keys) return { ok: false, problem: 'invalid_secret' };
    await storeSigningKeys(settings.workspaceId, keys);
  }
  await storeConnection(settings);
  return { ok: true, settings };
}

async function readInput(input: Exclude<ConnectionInput, { kind: 'code' }>): Promise<PairedConnection> {
  const keepsSecret = input.kind === 'fields' && input.secret.trim() === '' && (await hasKeys(input.workspaceId));
  const parsed =
    input.kind === 'string'
      ? parseConnectionString(input.text)
      : checkConnection({ ...input, secret: keepsSecret ? KEEP_STORED : input.secret });
  return parsed.ok ? parsed : { ok: false, problem: parsed.error };
}

/** Keys belong to one workspace: another one needs its own secret. */
async function hasKeys(workspaceId: string): Promise<boolean> {
  return (await loadSigningKeys(workspaceId.trim())) !== null;
}
