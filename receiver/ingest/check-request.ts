import type { Event } from '../../lib/protocol/event.ts';
import type { VerifiedSignature } from '../verification/iw.ts';
import { checkEvent } from './check-event.ts';
import { decodeBody } from './decode-body.ts';
import type { Refusal } from './refusal.ts';
import { type SignedRequest, type VerifyParts, verifyRequest } from './verify-request.ts';

/** `signature` of a refusal: how it is signed, where that was fine and something else is not. */
export type CheckedRequest =
  | { readonly ok: true; readonly signature: VerifiedSignature; readonly event: Event }
  | (Refusal & { readonly signature: VerifiedSignature | null });

/** Takes a signed request through steps 5 to 9 of docs/protocol.md, section 1.3, and keeps nothing of it. */
export async function checkRequest(parts: VerifyParts, request: SignedRequest): Promise<CheckedRequest> {
  const signature = await verifyRequest(parts, request);
  if (!signature.ok) return { ...signature, signature: null };
  const decoded = decodeBody(request.body);
  const checked = decoded.ok ? checkEvent(decoded.value, request, request.headers) : decoded;
  return checked.ok ? { ok: true, signature, event: checked.event } : { ...checked, signature };
}
