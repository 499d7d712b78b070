import { type Bytes, fromBase64, fromHex } from './bytes.ts';
import { EVENT_ID } from './event.ts';
import { HEADER } from './headers.ts';
import { MAX_SIGNATURES } from './limits.ts';

const IW_SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const TIMESTAMP = /^[0-9]{9,11}$/;
const IDEMPOTENCY_KEY = /^[A-Za-z0-9_.:-]{1,255}$/;

/** What the security headers of one request say; nothing in here is verified yet. */
export interface SecurityHeaders {
  /** Idempotency key of the request. */
  readonly key: string;
  /** UNIX seconds. */
  readonly timestampSec: number;
  /** Body signatures (`X-IW-Signature`); empty when the request carries the Standard Webhooks headers alone. */
  readonly bodySignatures: readonly Bytes[];
  /** The Standard Webhooks set; `null` when none of its headers came. */
  readonly standard: { readonly id: string; readonly timestamp: string; readonly signatures: readonly Bytes[] } | null;
}

export type HeaderFault = 'missing_header' | 'invalid_header' | 'invalid_signature' | 'invalid_timestamp';
export type ParsedSecurityHeaders =
  | { ok: true; headers: SecurityHeaders }
  | { ok: false; error: HeaderFault; header: string };

const fault = (error: HeaderFault, header: string) => ({ ok: false, error, header }) as const;

/**
 * Reads the security headers of a request (docs/protocol.md, section 1.3, step 3). A header that came twice must be
 * handed in joined with a comma, as `Headers` does; apart from `X-IW-Signature` no valid value holds one.
 * @param get value of a header by lower-case name, `null` or `undefined` when it is missing
 */
export function parseSecurityHeaders(get: (name: string) => string | null | undefined): ParsedSecurityHeaders {
  const standard = parseStandard(get);
  if (standard && 'error' in standard) return standard;

  const iwSignature = get(HEADER.iwSignature);
  if (iwSignature == null && !standard) return fault('invalid_signature', HEADER.iwSignature);
  const items = iwSignature == null ? [] : iwSignature.split(/\s*,\s*/);
  if (items.length > MAX_SIGNATURES || !items.every((item) => IW_SIGNATURE.test(item))) {
    return fault('invalid_signature', HEADER.iwSignature);
  }

  const timestamp = get(HEADER.iwTimestamp) ?? standard?.timestamp;
  if (timestamp == null) return fault('missing_header', HEADER.iwTimestamp);
  if (!TIMESTAMP.test(timestamp) || (standard && Number(standard.timestamp) !== Number(timestamp))) {
    return fault('invalid_timestamp', HEADER.iwTimestamp);
  }

  const key = get(HEADER.iwKey) ?? standard?.id;
  if (key == null) return fault('missing_header', HEADER.iwKey);
  if (!IDEMPOTENCY_KEY.test(key)) return fault('invalid_header', HEADER.iwKey);

  const bodySignatures = items.map((item) => fromHex(item.slice('sha256='.length)));
  return { ok: true, headers: { key, timestampSec: Number(timestamp), bodySignatures, standard } };
}

/** If any of the three Standard Webhooks headers is there, all three must be, well-formed: no falling back to the weaker set. */
function parseStandard(get: (name: string) => string | null | undefined) {
  const id = get(HEADER.webhookId);
  const timestamp = get(HEADER.webhookTimestamp);
  const signature = get(HEADER.webhookSignature);
  if (id == null && timestamp == null && signature == null) return null;
  if (id == null) return fault('invalid_header', HEADER.webhookId);
  if (timestamp == null) return fault('invalid_header', HEADER.webhookTimestamp);
  if (signature == null) return fault('invalid_header', HEADER.webhookSignature);
  if (!EVENT_ID.test(id)) return fault('invalid_header', HEADER.webhookId);
  if (!TIMESTAMP.test(timestamp)) return fault('invalid_timestamp', HEADER.webhookTimestamp);

  const signatures = parseStandardSignatures(signature);
  if (!signatures) return fault('invalid_signature', HEADER.webhookSignature);
  return { id, timestamp, signatures };
}

/** `v1,<base64>` items, separated by spaces; items of other versions (`v1a`) are none of ours and are passed over. */
function parseStandardSignatures(header: string): Bytes[] | null {
  const ours = header.split(' ').filter((item) => item.startsWith('v1,'));
  const signatures = ours.map((item) => fromBase64(item.slice('v1,'.length)));
  if (!ours.length || ours.length > MAX_SIGNATURES) return null;
  return signatures.every((bytes) => bytes?.length === 32) ? (signatures as Bytes[]) : null;
}
