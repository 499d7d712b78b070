import { createHmac, type Hmac, timingSafeEqual } from 'node:crypto';
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
  const verifier = new IwVerifier(headers, keys);
  verifier.update(body);
  return verifier.finish();
}

interface Digests {
  readonly keyId: string | null;
  readonly body: Hmac | null;
  readonly standard: Hmac | null;
}

/** The same for a body that comes in pieces and is too large to be kept. */
export class IwVerifier {
  readonly #headers: SecurityHeaders;
  readonly #digests: readonly Digests[];

  constructor(headers: SecurityHeaders, keys: readonly HmacKeys[]) {
    this.#headers = headers;
    const { standard, bodySignatures } = headers;
    this.#digests = keys.map((key) => ({
      keyId: key.id,
      body: bodySignatures.length ? createHmac('sha256', key.body) : null,
      standard: standard && createHmac('sha256', key.standard).update(`${standard.id}.${standard.timestamp}.`),
    }));
  }

  update(piece: Uint8Array): void {
    for (const { body, standard } of this.#digests) {
      body?.update(piece);
      standard?.update(piece);
    }
  }

  /** @returns as `verifyIw`; call it once */
  finish(): VerifiedSignature | null {
    const { standard, bodySignatures } = this.#headers;
    const weakly = this.#findSigner('body', bodySignatures);
    const strongly = this.#findSigner('standard', standard?.signatures ?? []);
    if (bodySignatures.length && !weakly) return null;
    const scheme = bodySignatures.length ? 'iw' : 'standard';
    if (standard) return strongly && { scheme, proof: 'strong', keyId: strongly.keyId };
    return weakly && { scheme, proof: 'body', keyId: weakly.keyId };
  }

  /** Tries all pairs, also after a match: the time tells nothing about which key it was. */
  #findSigner(kind: 'body' | 'standard', signatures: readonly Bytes[]): Digests | null {
    let found: Digests | null = null;
    for (const digests of this.#digests) {
      const expected = digests[kind]?.digest();
      for (const signature of signatures) if (expected && timingSafeEqual(expected, signature)) found = digests;
    }
    return found;
  }
}

/** Whether a request's time is within the tolerance of the clock, in both directions. All in seconds. */
export function isWithinTolerance(timestampSec: number, nowSec: number, toleranceSec: number): boolean {
  return Math.abs(nowSec - timestampSec) <= toleranceSec;
}
