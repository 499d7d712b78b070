import { createSecretKey, type KeyObject } from 'node:crypto';
import { standardKeyBytes } from '../../lib/protocol/secret.ts';

/** The two keys that one secret stands for (docs/protocol.md, section 1.1). */
export interface HmacKeys {
  /** Of the stored key; `null` for one that nobody has. */
  readonly id: string | null;
  /** For `X-IW-Signature`. */
  readonly body: KeyObject;
  /** For `webhook-signature`. */
  readonly standard: KeyObject;
}

/** @returns `null` when the secret is empty or a `whsec_` string that is not base64: no request may be signed with it */
export function toHmacKeys(id: string | null, secret: string): HmacKeys | null {
  const standard = standardKeyBytes(secret);
  if (!standard?.length) return null;
  return { id, body: createSecretKey(secret, 'utf8'), standard: createSecretKey(standard) };
}
