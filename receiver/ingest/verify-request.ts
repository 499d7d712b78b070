import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import type { SourceStore } from '../store/source-store.ts';
import type { TokenStore } from '../store/token-store.ts';
import type { WorkspaceStore } from '../store/workspace-store.ts';
import { isWithinTolerance, type VerifiedSignature, verifyIw } from '../verification/iw.ts';
import { checkAddress } from './check-address.ts';
import type { KeyRing } from './key-ring.ts';
import { type Refusal, refuse, refuseVerified } from './refusal.ts';

export interface VerifyParts {
  readonly store: SourceStore & TokenStore & Pick<WorkspaceStore, 'findWorkspace'>;
  readonly keyRing: KeyRing;
  readonly toleranceSeconds: number;
}

export interface SignedRequest {
  readonly workspaceId: string;
  readonly source: string;
  readonly headers: SecurityHeaders;
  readonly body: Bytes;
  /** UNIX milliseconds. */
  readonly now: number;
  /** Of the sender; `null` where nobody sent it. */
  readonly address: string | null;
}

export type VerifiedRequest = ({ ok: true } & VerifiedSignature) | Refusal;

/**
 * Signature, then policy, then time (docs/protocol.md, section 1.3, steps 5 and 6): what is wrong with the last two is only
 * told to a sender that has the secret.
 * @returns how it is signed, or `invalid_signature`, `strong_signature_required`, `address_not_allowed`, `invalid_timestamp`
 */
export async function verifyRequest(parts: VerifyParts, request: SignedRequest): Promise<VerifiedRequest> {
  const { workspaceId, source, headers, body, now } = request;
  const known = await parts.store.findSource(workspaceId, source);
  const { live, fillers } = await parts.keyRing.findOfSource(request, known, now);
  const signature = verifyIw(headers, body, live);
  if (!signature) {
    verifyIw(headers, body, fillers);
    return refuse('invalid_signature');
  }
  if (signature.proof === 'body' && known?.policy === 'strict') return refuseVerified('strong_signature_required');
  const refusal = checkAddress(known, request.address) ?? checkTime(parts, headers.timestampSec, now);
  return refusal ?? { ok: true, ...signature };
}

/** @param now UNIX milliseconds @returns `invalid_timestamp`, or `null` when the request's time is near enough */
export function checkTime({ toleranceSeconds }: VerifyParts, timestampSec: number, now: number): Refusal | null {
  const nowSec = Math.floor(now / 1000);
  if (isWithinTolerance(timestampSec, nowSec, toleranceSeconds)) return null;
  return refuseVerified('invalid_timestamp', { server_time: nowSec, tolerance_seconds: toleranceSeconds });
}
