import type { Bytes } from './bytes.ts';
import type { HmacKey, SigningKeys } from './secret.ts';
import type { SecurityHeaders } from './security-headers.ts';
import { standardSignedBytes } from './sign.ts';

/** `strong` binds id, time and body (Standard Webhooks); `body` authenticates the body alone (IntegrateWise). */
export type SignatureStrength = 'strong' | 'body';

/**
 * Verifies every signature that a request carries, over the raw bytes, with every live key and in constant time.
 * A signature of either kind that is there must verify; the weaker one never makes up for the stronger.
 * @param keys all live keys of the workspace; give a dummy for an unknown workspace, so that it costs the same
 * @returns the strength, or `null` when a signature is wrong
 */
export async function verifySignatures(
  headers: SecurityHeaders,
  body: Bytes,
  keys: readonly SigningKeys[],
): Promise<SignatureStrength | null> {
  const { standard, bodySignatures } = headers;
  if (bodySignatures.length) {
    const pairs = keys.flatMap((key) => bodySignatures.map((signature) => [key.body, signature] as const));
    if (!(await anyVerifies(pairs, body))) return null;
  }
  if (!standard) return bodySignatures.length ? 'body' : null;

  const signed = standardSignedBytes(standard.id, standard.timestamp, body);
  const pairs = keys.flatMap((key) => standard.signatures.map((signature) => [key.standard, signature] as const));
  return (await anyVerifies(pairs, signed)) ? 'strong' : null;
}

/** Tries all pairs, also after a match: the time tells nothing about which key it was. */
async function anyVerifies(pairs: readonly (readonly [HmacKey, Bytes])[], signed: Bytes): Promise<boolean> {
  const results = await Promise.all(
    pairs.map(([key, signature]) => crypto.subtle.verify('HMAC', key, signature, signed)),
  );
  return results.includes(true);
}

/** Whether a request's time is within the tolerance of the clock, in both directions. All in seconds. */
export function isWithinTolerance(timestampSec: number, nowSec: number, toleranceSec: number): boolean {
  return Math.abs(nowSec - timestampSec) <= toleranceSec;
}
