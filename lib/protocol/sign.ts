import { type Bytes, toBase64, toHex, utf8Bytes } from './bytes.ts';
import { HEADER } from './headers.ts';
import type { HmacKey, SigningKeys } from './secret.ts';

/**
 * What Standard Webhooks signs: `{id}.{timestamp}.{body}`, as bytes. Text would read two different invalid UTF-8 bodies
 * as the same.
 */
export function standardSignedBytes(id: string, timestampSec: number | string, body: Uint8Array): Bytes {
  const head = utf8Bytes(`${id}.${timestampSec}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  return signed;
}

/**
 * The headers of one attempt: IntegrateWise's three, which authenticate the body alone, and the three of
 * Standard Webhooks 1.0.0, which bind id, time and body (docs/protocol.md, section 1.1).
 * A body is signed at send time, never when it is queued: only the attempt is timed.
 * @param request.id event id, also the idempotency key
 * @param request.timestampSec UNIX time of this attempt, whole seconds
 */
export async function signRequest(
  keys: SigningKeys,
  request: { id: string; timestampSec: number; body: Bytes },
): Promise<Record<string, string>> {
  const hmac = async (key: HmacKey, bytes: Bytes) => new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes));
  const { id, timestampSec, body } = request;
  const signatures = {
    body: await hmac(keys.body, body),
    standard: await hmac(keys.standard, standardSignedBytes(id, timestampSec, body)),
  };
  return signatureHeaders(request, signatures);
}

/** @param signatures HMAC-SHA256 of the body, and of what Standard Webhooks signs */
export function signatureHeaders(
  { id, timestampSec }: { id: string; timestampSec: number },
  signatures: { body: Uint8Array; standard: Uint8Array },
): Record<string, string> {
  return {
    [HEADER.iwSignature]: `sha256=${toHex(signatures.body)}`,
    [HEADER.iwTimestamp]: String(timestampSec),
    [HEADER.iwKey]: id,
    [HEADER.webhookId]: id,
    [HEADER.webhookTimestamp]: String(timestampSec),
    [HEADER.webhookSignature]: `v1,${toBase64(signatures.standard)}`,
  };
}
