import type { Bytes } from '../../lib/protocol/bytes.ts';
import { type Refusal, refuseVerified } from './refusal.ts';
import { MAX_DEPTH, scanJson } from './scan-json.ts';

/** Keys that decide where an event goes: two of one kind and two programs may see two different events. */
const ROUTING_KEYS = ['event_id', 'source', 'type', 'workspace_id', 'timestamp', 'data'];

export type DecodedBody = { ok: true; value: Readonly<Record<string, unknown>> } | Refusal;

/** Reads a verified event (docs/protocol.md, section 1.3, step 7). @returns the object, or `invalid_json` or `invalid_payload` */
export function decodeBody(body: Bytes): DecodedBody {
  return decodeObject(body, { routingKeys: ROUTING_KEYS, notAnObject: invalid('', 'must be a JSON object') });
}

/**
 * Reads a JSON object: strict UTF-8 without a byte order mark, not nested too deep.
 * @param rule.routingKeys that must not come twice in the outermost object
 * @param rule.notAnObject the refusal of other JSON
 */
export function decodeObject(
  body: Bytes,
  { routingKeys, notAnObject }: { routingKeys: readonly string[]; notAnObject: Refusal },
): DecodedBody {
  let text: string;
  let value: unknown;
  try {
    // `ignoreBOM` hands the mark on, and JSON.parse refuses it.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    value = JSON.parse(text);
  } catch {
    return refuseVerified('invalid_json'); // whatever is wrong with it, the sender has to send something else
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return notAnObject;
  const { duplicateKeys, depth } = scanJson(text);
  if (routingKeys.some((key) => duplicateKeys.has(key))) return refuseVerified('invalid_json');
  if (depth > MAX_DEPTH) return invalid('', `must not be nested deeper than ${MAX_DEPTH} levels`);
  return { ok: true, value: value as Record<string, unknown> };
}

function invalid(path: string, message: string): Refusal {
  return refuseVerified('invalid_payload', { issues: [{ path, message }] });
}
