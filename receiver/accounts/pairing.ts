import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import { normalizePairingCode, PAIRING_ALPHABET, PAIRING_CODE_LENGTH } from '../../lib/protocol/pairing-code.ts';
import { deviceNameSchema } from '../../lib/protocol/pairing.ts';
import { generateSecret } from '../../lib/protocol/secret.ts';
import type { PairingStore } from '../store/pairing-store.ts';
import { newKeyId } from './keys.ts';

export const PAIRING_MINUTES = 10;
const MINUTE_MS = 60_000;
const UNNAMED = 'Unnamed device';

export type CreatedPairingCode =
  /** `code` as people read it, `ABCD-EFGH`; nothing tells it again. `expiresAt` in UNIX milliseconds. */
  { ok: true; code: string; expiresAt: number } | { ok: false; reason: 'invalid_name' | 'no_workspace' };

/**
 * Makes a code by which one device gets a key of a workspace: 39 random bits, good once and for ten minutes.
 * @param deviceName what the device will be called; left to the device when it is left out
 */
export async function createPairingCode(
  store: PairingStore,
  { workspaceId, deviceName }: { readonly workspaceId: string; readonly deviceName?: string | undefined },
  now: number,
): Promise<CreatedPairingCode> {
  const name = deviceNameSchema.optional().safeParse(deviceName);
  if (!name.success) return { ok: false, reason: 'invalid_name' };
  const letters = Array.from(
    { length: PAIRING_CODE_LENGTH },
    () => PAIRING_ALPHABET[randomInt(PAIRING_ALPHABET.length)],
  );
  const code = letters.join('');
  const id = `pair_${randomBytes(9).toString('hex')}`;
  const expiresAt = now + PAIRING_MINUTES * MINUTE_MS;
  const kept = { id, workspaceId, deviceName: name.data ?? null, digest: sha256(code), expiresAt };
  const created = await store.createPairingCode(kept, now);
  return created.ok ? { ok: true, code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt } : created;
}

/** What a device needs to sign, told this once. */
export interface PairedDevice {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly name: string;
  readonly secret: string;
}

/**
 * Exchanges a code for a key of the device's own.
 * @param told the code as it was typed
 * @param name what the device calls itself
 * @returns `null` for a code that is wrong, used or old, all alike
 */
export async function redeemPairingCode(
  store: PairingStore,
  { told, name }: { readonly told: string; readonly name: string | undefined },
  now: number,
): Promise<PairedDevice | null> {
  const digest = sha256(normalizePairingCode(told) ?? '');
  // All of them are compared, so that the time tells nothing of any.
  const matching = (await store.listLivePairingCodes(now)).filter((live) => timingSafeEqual(live.digest, digest));
  const [code] = matching;
  if (!code) return null;
  const { workspaceId, deviceName } = code;
  const device = { workspaceId, keyId: newKeyId(), name: deviceName ?? name ?? UNNAMED, secret: generateSecret() };
  const key = {
    id: device.keyId,
    workspaceId,
    name: device.name,
    source: null,
    kind: 'device',
    createdAt: now,
  } as const;
  const redeemed = await store.redeemPairingCode(code.id, { ...key, secret: device.secret });
  return redeemed.ok ? device : null;
}

function sha256(text: string): Bytes {
  return new Uint8Array(hash('sha256', text, 'buffer'));
}
