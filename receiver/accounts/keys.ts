import { randomBytes } from 'node:crypto';
import { SOURCE } from '../../lib/protocol/event.ts';
import { generateSecret } from '../../lib/protocol/secret.ts';
import type { KeyKind, KeyStore } from '../store/key-store.ts';
import { isSecretLongEnough } from './secret-rule.ts';

const HOUR_MS = 3_600_000;
/** How long an old secret goes on being good after a new one was made. */
export const DEFAULT_OVERLAP_HOURS = 24;
const MAX_NAME_LENGTH = 100;

export interface WantedKey {
  readonly workspaceId: string;
  /** For people. */
  readonly name: string;
  /** The one source it is good for; all when it is left out. */
  readonly source?: string | null;
  readonly kind?: KeyKind;
  /** Generated unless given. */
  readonly secret?: string;
}

/** The secret is to be shown once: nothing gives it out again. */
export type CreatedKey =
  | { ok: true; id: string; secret: string }
  | { ok: false; reason: 'invalid_name' | 'invalid_source' | 'invalid_secret' | 'no_workspace' | 'secret_taken' };

/** Adds a key beside those that there are: a device's, or one more of a workspace or source. */
export async function createKey(store: KeyStore, wanted: WantedKey, now: number): Promise<CreatedKey> {
  const made = makeKey(wanted, now);
  if (!made.ok) return made;
  const created = await store.createKey(made.key);
  return created.ok ? { ok: true, id: made.key.id, secret: made.key.secret } : created;
}

/**
 * Makes the next key of a workspace, or of one of its sources. Those that it takes the place of stay good for the overlap, so
 * that senders can be moved one after the other.
 * @param overlapHours 0 cuts the old ones off at once
 */
export async function rotateKeys(
  store: KeyStore,
  { overlapHours = DEFAULT_OVERLAP_HOURS, ...wanted }: WantedKey & { readonly overlapHours?: number },
  now: number,
): Promise<CreatedKey> {
  const made = makeKey(wanted, now);
  if (!made.ok) return made;
  const rotated = await store.rotateKeys(made.key, now + overlapHours * HOUR_MS);
  return rotated.ok ? { ok: true, id: made.key.id, secret: made.key.secret } : rotated;
}

/** `key_` and random hex digits. */
export function newKeyId(): string {
  return `key_${randomBytes(9).toString('hex')}`;
}

function makeKey(
  { workspaceId, name, source = null, kind = 'workspace', secret = generateSecret() }: WantedKey,
  now: number,
) {
  if (!name.trim() || name.length > MAX_NAME_LENGTH) return { ok: false, reason: 'invalid_name' } as const;
  if (source !== null && !SOURCE.test(source)) return { ok: false, reason: 'invalid_source' } as const;
  if (!isSecretLongEnough(secret)) return { ok: false, reason: 'invalid_secret' } as const;
  return { ok: true, key: { id: newKeyId(), workspaceId, name, source, kind, secret, createdAt: now } } as const;
}
