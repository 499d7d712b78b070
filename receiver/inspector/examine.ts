import type { ErrorAnswer, ErrorCode } from '../../lib/protocol/answers.ts';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import { parseSecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { checkRequest } from '../ingest/check-request.ts';
import { describeGeneric } from '../ingest/describe-generic.ts';
import { challengeOf, DEFAULT_SOURCE, readGeneric } from '../ingest/generic.ts';
import { checkContent, findRepeated, GENERIC_RULES, SIGNED_RULES } from '../ingest/header-rules.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import { claimedRouteOf } from '../ingest/test-event.ts';
import type { VerifyParts } from '../ingest/verify-request.ts';
import { topicOf } from '../outbox/outbox-event.ts';
import type { Proof, Scheme } from '../verification/scheme.ts';
import type { InspectedRequest } from './inspectors.ts';

/** What one of the ways in would make of a request. */
export interface Finding {
  readonly route: 'signed' | 'generic';
  readonly source: string;
  /** `challenge`: nothing but a check of the address, which is answered and kept nowhere. */
  readonly outcome: 'taken' | 'challenge' | 'refused';
  /** How it showed whose it is; `null` when it did not. */
  readonly signature: { readonly scheme: Scheme; readonly proof: Proof } | null;
  /** Where it would go; `null` when it is not taken. */
  readonly topic: string | null;
  /** Why it would be refused. */
  readonly error: ErrorCode | null;
  readonly details: Readonly<Omit<ErrorAnswer, 'error' | 'message'>>;
}

/**
 * Holds a request that was kept against both ways in, as of when it came, and changes nothing: no event, no pin, no limit. The
 * keys are those of now, so that after a secret was corrected the same request shows whether that was it.
 */
export async function examine(
  parts: VerifyParts,
  workspaceId: string,
  request: InspectedRequest,
): Promise<readonly Finding[]> {
  const { body } = request;
  if (body === null) {
    const tooLarge = refuse('payload_too_large');
    return [toFinding('signed', '', tooLarge), toFinding('generic', '', tooLarge)];
  }
  return [
    await examineSigned(parts, workspaceId, { ...request, body }),
    await examineGeneric(parts, workspaceId, { ...request, body }),
  ];
}

type Whole = InspectedRequest & { readonly body: Bytes };

/** As docs/protocol.md, section 1: the source is the one that the body names. */
async function examineSigned(parts: VerifyParts, workspaceId: string, request: Whole): Promise<Finding> {
  const { body, at: now, address } = request;
  const header = readerOf(request);
  const { source } = claimedRouteOf(body);
  const refused = (refusal: Refusal) => toFinding('signed', source, refusal);
  const repeated = findRepeated(namesOf(request), SIGNED_RULES.once);
  if (repeated) return refused(refuse('invalid_header', { header: repeated }));
  const parsed = parseSecurityHeaders(header);
  if (!parsed.ok) return refused(refuse(parsed.error, { header: parsed.header }));
  const unreadable = checkContent(header, SIGNED_RULES);
  if (unreadable) return refused(unreadable);
  const { headers } = parsed;
  const checked = await checkRequest(parts, { workspaceId, source, headers, body, now, address });
  const { signature } = checked;
  if (!checked.ok) return { ...refused(checked), signature };
  return { ...TAKEN, route: 'signed', source, signature, topic: topicOf(source, checked.event.type) };
}

/** As section 2, with the query that the address was called with. */
async function examineGeneric(parts: VerifyParts, workspaceId: string, request: Whole): Promise<Finding> {
  const told = new URLSearchParams(request.query);
  const query = (name: string) => told.get(name) ?? undefined;
  const header = readerOf(request);
  const refused = (refusal: Refusal) => toFinding('generic', query('source') ?? DEFAULT_SOURCE, refusal);
  const repeated = findRepeated(namesOf(request), GENERIC_RULES.once);
  if (repeated) return refused(refuse('invalid_header', { header: repeated }));
  const unreadable = checkContent(header, GENERIC_RULES);
  if (unreadable) return refused(unreadable);
  const { body, at: now, address } = request;
  const asked = { workspaceId, query, header, body, now, address, keptHeaders: {} };
  const read = await readGeneric(parts, asked);
  if (!read.ok) return refused(read);
  const { source, scheme, proof } = read;
  const signature = proof === 'none' ? null : { scheme, proof };
  const found = { ...TAKEN, route: 'generic', source, signature } as const;
  if (challengeOf(read) !== null) return { ...found, outcome: 'challenge', topic: null };
  return { ...found, topic: topicOf(source, describeGeneric(asked, read).eventType) };
}

const TAKEN = { outcome: 'taken', error: null, details: {} } as const;

function toFinding(route: Finding['route'], source: string, { error, details }: Refusal): Finding {
  return { route, source, outcome: 'refused', signature: null, topic: null, error, details };
}

const namesOf = ({ headers }: InspectedRequest) => headers.map(([name]) => name);

/** As `Headers` reads them: of a name that came twice the values joined. */
function readerOf({ headers }: InspectedRequest): (name: string) => string | undefined {
  const all = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  return (name) => all.get(name) ?? undefined;
}
