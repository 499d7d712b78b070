import { MIN_SECRET_KEY_BYTES } from '../../lib/protocol/limits.ts';
import { standardKeyBytes } from '../../lib/protocol/secret.ts';

/** Whether a secret may be set on the receiver: one that can be guessed protects nothing (docs/protocol.md, section 1.1). */
export function isSecretLongEnough(secret: string): boolean {
  return (standardKeyBytes(secret)?.length ?? 0) >= MIN_SECRET_KEY_BYTES;
}
