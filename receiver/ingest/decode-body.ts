import type { Bytes } from '../../lib/protocol/bytes.ts';
import { type Refusal, refuseVerified } from './refusal.ts';
import { MAX_DEPTH, scanJson } from './scan-json.ts';

/** Keys that decide where an event goes: two of one kind and two programs may see two different events. */
const ROUTING_KEYS = ['event_id', 'source', 'type', 'workspace_id', 'timestamp', 'data'];

export type DecodedBody = { ok: true; value: Readonly<Record<string, unknown>> } | Refusal;

/**
 * Reads a verified body (docs/protocol.md, section 1.3, step 7): strict UTF-8 without a byte order mark, JSON, an object.
 * @returns the object, or `invalid_json` or `invalid_payload`
 */
export function decodeBody(body: Bytes): DecodedBody {
  let text: string;
  let value: unknown;
  try {
    // `ignoreBOM` hands the mark on, and JSON.parse refuses it.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    value = JSON.parse(text);
  } catch {
    return refuseVerified('invalid_json'); // whatever is wrong with it, the sender has to send something else
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('', 'must be a JSON object');
  const { duplicateKeys, depth } = scanJson(text);
  if (ROUTING_KEYS.some((key) => duplicateKeys.has(key))) return refuseVerified('invalid_json');
  if (depth > MAX_DEPTH) return invalid('', `must not be nested deeper than ${MAX_DEPTH} levels`);
  return { ok: true, value: value as Record<string, unknown> };
}

function invalid(path: string, message: string): Refusal {
  return refuseVerified('invalid_payload', { issues: [{ path, message }] });
}
