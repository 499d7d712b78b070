import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { CreateKeyResult, NewKey } from './key-store.ts';

/** Codes by which a device gets a key of its own, once; a part of `Store`. The codes themselves are nowhere, only their digests. */
export interface PairingStore {
  /** Forgets those whose time is up. */
  createPairingCode(code: PairingCode, now: number): Promise<{ ok: true } | { ok: false; reason: 'no_workspace' }>;
  /** Those that are good at that time. */
  listLivePairingCodes(now: number): Promise<readonly PairingCode[]>;
  /** Uses a code up and makes the device's key: both or neither. */
  redeemPairingCode(id: string, key: NewKey): Promise<RedeemResult>;
}

export interface PairingCode {
  readonly id: string;
  readonly workspaceId: string;
  /** What the device will be called; `null` leaves it to the device. */
  readonly deviceName: string | null;
  /** SHA-256 of the code, 32 bytes. */
  readonly digest: Bytes;
  /** From then on it is worth nothing. */
  readonly expiresAt: number;
}

/** `no_code`: it was used meanwhile, or its time was up when the key was made. */
export type RedeemResult = CreateKeyResult | { ok: false; reason: 'no_code' };
