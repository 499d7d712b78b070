import { type Bytes, fromBase64, toBase64, utf8Bytes } from './bytes.ts';

const PREFIX = 'whsec_';
const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' };

/** `CryptoKey` under the name that both the browser's and Node's types know. */
export type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The two keys that one secret stands for. Not extractable: nothing can read the secret back out of them. */
export interface SigningKeys {
  /** For `X-IW-Signature`: the UTF-8 bytes of the whole string. */
  readonly body: HmacKey;
  /** For `webhook-signature`: the decoded remainder of a `whsec_` string, else its UTF-8 bytes. */
  readonly standard: HmacKey;
}

/** `whsec_` and base64 of 32 random bytes. */
export function generateSecret(): string {
  return PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * Key bytes of a secret as Standard Webhooks reads it.
 * @returns `null` for a `whsec_` string whose remainder is not base64
 */
export function standardKeyBytes(secret: string): Bytes | null {
  return secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : utf8Bytes(secret);
}

/**
 * Imports a secret as non-extractable keys. The caller forgets the string afterwards.
 * @returns `null` when the secret is empty or a `whsec_` string that is not base64
 */
export async function importSigningKeys(secret: string): Promise<SigningKeys | null> {
  const standard = standardKeyBytes(secret);
  // WebCrypto refuses a key of no bytes, and whoever knows that a secret is empty could sign.
  if (!standard?.length) return null;
  const importKey = (bytes: Bytes) => crypto.subtle.importKey('raw', bytes, HMAC_SHA256, false, ['sign', 'verify']);
  return { body: await importKey(utf8Bytes(secret)), standard: await importKey(standard) };
}
