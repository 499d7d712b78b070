import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import type { HmacKeys } from './hmac-keys.ts';

/** How a request is signed: by IntegrateWise's header (`iw`), perhaps with those of Standard Webhooks beside it, or by those alone. */
export interface VerifiedSignature {
  readonly scheme: 'iw' | 'standard';
  readonly proof: 'strong' | 'body';
  readonly keyId: string | null;
}

/**
 * Verifies every signature that a request carries, over the raw bytes, with every key and in constant time (docs/protocol.md,
 * section 1.3, step 5). A signature of either kind that is there must verify; the weaker one never makes up for the stronger.
 * @returns how it is signed, or `null` when a signature is wrong
 */
export function verifyIw(headers: SecurityHeaders, body: Bytes, keys: readonly HmacKeys[]): VerifiedSignature | null {
  const { standard, bodySignatures } = headers;
  const scheme = bodySignatures.length ? 'iw' : 'standard';
  let weakly: HmacKeys | null = null;
  if (bodySignatures.length) {
    weakly = findSigner(keys, bodySignatures, (key) => hmac(key.body, body));
    if (!weakly) return null;
  }
  if (!standard) return weakly && { scheme, proof: 'body', keyId: weakly.id };

  const head = `${standard.id}.${standard.timestamp}.`;
  const strongly = findSigner(keys, standard.signatures, (key) => hmac(key.standard, head, body));
  return strongly && { scheme, proof: 'strong', keyId: strongly.id };
}

/** Tries all pairs, also after a match: the time tells nothing about which key it was. */
function findSigner(
  keys: readonly HmacKeys[],
  signatures: readonly Bytes[],
  sign: (key: HmacKeys) => Buffer,
): HmacKeys | null {
  let found: HmacKeys | null = null;
  for (const key of keys) {
    const expected = sign(key);
    for (const signature of signatures) if (timingSafeEqual(expected, signature)) found = key;
  }
  return found;
}

/** The parts are hashed one after the other: a copy of the body would cost as much as its digest. */
function hmac(key: KeyObject, ...parts: readonly (string | Bytes)[]): Buffer {
  const digest = createHmac('sha256', key);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Whether a request's time is within the tolerance of the clock, in both directions. All in seconds. */
export function isWithinTolerance(timestampSec: number, nowSec: number, toleranceSec: number): boolean {
  return Math.abs(nowSec - timestampSec) <= toleranceSec;
}
