import { createHash, randomBytes } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import type { Webhook } from '../store/webhook-store.ts';

const KEY_BYTES = 32;
const KEY_ID_CHARS = 16;

/** What an attempt sends. */
export interface Payload {
  readonly body: Bytes;
  readonly contentType: string;
}

/**
 * The event as it is, or, where the webhook has a key for it, as a JWE in compact form (RFC 7516) with the media type of
 * RFC 7515, section 9.2.1. It is signed like any other body, so that a target verifies before it decrypts.
 * @param event JSON text
 */
export async function payloadOf({ encryptionKey }: Webhook, event: string): Promise<Payload> {
  if (encryptionKey === null) return { body: utf8Bytes(event), contentType: 'application/json' };
  const header = { alg: 'dir', enc: 'A256GCM', kid: encryptionKeyId(encryptionKey), cty: 'application/json' };
  const jwe = new CompactEncrypt(utf8Bytes(event)).setProtectedHeader(header);
  return {
    body: utf8Bytes(await jwe.encrypt(Buffer.from(encryptionKey, 'base64url'))),
    contentType: 'application/jose',
  };
}

/** 32 random bytes in base64url: the `k` of a JWK. */
export function generateEncryptionKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Tells keys from each other and nothing about them. */
export function encryptionKeyId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_CHARS);
}
