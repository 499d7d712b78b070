import { brainIngestEventSchema, type Event, eventSchema } from '../../lib/protocol/event.ts';
import type { SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { type Refusal, refuseVerified } from './refusal.ts';

/** Enough for a person to see what is wrong. */
const MAX_ISSUES = 20;

/** The path's workspace and source, as far as the route names them. */
export interface Route {
  readonly workspaceId: string;
  readonly source: string;
}

export type CheckedEvent = { ok: true; event: Event } | Refusal;

/**
 * Holds a decoded body against the path, the schema of its type and the signed headers (docs/protocol.md, section 1.3,
 * steps 8 and 9).
 * @returns the event, or `workspace_mismatch`, `source_mismatch`, `invalid_payload`, `id_mismatch`
 */
export function checkEvent(
  value: Readonly<Record<string, unknown>>,
  route: Route,
  headers: SecurityHeaders,
): CheckedEvent {
  if (differs(value['workspace_id'], route.workspaceId)) return refuseVerified('workspace_mismatch');
  if (differs(value['source'], route.source)) return refuseVerified('source_mismatch');

  const schema = value['type'] === 'brain.ingest' ? brainIngestEventSchema : eventSchema;
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, MAX_ISSUES);
    return refuseVerified('invalid_payload', {
      issues: issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    });
  }
  const event: Event = parsed.data;
  const { standard, key } = headers;
  if (standard && (standard.id !== event.event_id || key !== event.event_id)) return refuseVerified('id_mismatch');
  return { ok: true, event };
}

/** A value that is no text is the schema's to name. */
function differs(told: unknown, expected: string): boolean {
  return typeof told === 'string' && told !== expected;
}
