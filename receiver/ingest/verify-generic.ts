import type { Bytes } from '../../lib/protocol/bytes.ts';
import { HEADER } from '../../lib/protocol/headers.ts';
import { type ParsedSecurityHeaders, parseSecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { verifyToken } from '../accounts/tokens.ts';
import type { Source } from '../store/source-store.ts';
import type { TokenScope } from '../store/token-store.ts';
import { bearerTokenOf, isSameToken } from '../verification/bearer.ts';
import { hmacSha256 } from '../verification/preset.ts';
import { presetOf } from '../verification/presets.ts';
import type { Proof, Scheme } from '../verification/scheme.ts';
import { checkAddress } from './check-address.ts';
import { type Refusal, refuse } from './refusal.ts';
import { checkTime, type VerifyParts, verifyRequest } from './verify-request.ts';

/** A request to the generic ingress; nothing of it is verified yet. */
export interface GenericRequest {
  readonly workspaceId: string;
  readonly query: (name: string) => string | undefined;
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: Bytes;
  /** UNIX milliseconds. */
  readonly now: number;
  /** Of the sender. */
  readonly address: string;
  /** Those worth keeping with the event. */
  readonly keptHeaders: Readonly<Record<string, string>>;
}

export interface Verified {
  readonly scheme: Scheme;
  readonly proof: Proof;
  readonly keyId: string | null;
}

export type VerifiedGeneric = ({ ok: true } & Verified) | Refusal;

/** Scopes of a token that may bring things in. */
const INGEST_SCOPES: ReadonlySet<TokenScope> = new Set<TokenScope>(['ingest', 'admin']);
const FILLER_SECRET = 'a secret that nobody has';

/**
 * Verifies a request as its source has to show itself (docs/protocol.md, section 2). A source that is not set up may sign as in
 * section 1, by Standard Webhooks, or bring an ingest token; whatever brings nothing is refused. All ways are tried, also those
 * that do not count: how a source is set up must not show in the time of a refusal.
 */
export async function verifyGeneric(
  parts: VerifyParts,
  request: GenericRequest,
  source: string,
): Promise<VerifiedGeneric> {
  const known = await parts.store.findSource(request.workspaceId, source);
  const scheme = known?.scheme ?? null;
  // Whoever sends without any proof counts as a stranger.
  const elsewhere = checkAddress(known, request.address);
  if (scheme === 'none' && elsewhere) return { ...elsewhere, isVerified: false };
  if (scheme === 'none') return { ok: true, scheme, proof: 'none', keyId: null };
  const parsed = parseSecurityHeaders(request.header);
  const attempts = {
    signed: parsed.ok ? await verifyRequest(parts, { ...request, source, headers: parsed.headers }) : null,
    byPreset: verifyPreset(parts, request, known),
    byToken: await verifyBearer(parts, request, known),
  };
  const counting = findCounting(scheme, attempts, parsed);
  if (counting?.ok && elsewhere) return elsewhere;
  return counting && (counting.ok || counting.isVerified) ? counting : refuseUnsigned(request, parsed);
}

type Attempts = Readonly<Record<'signed' | 'byPreset' | 'byToken', VerifiedGeneric | null>>;

function findCounting(
  scheme: Scheme | null,
  { signed, byPreset, byToken }: Attempts,
  parsed: ParsedSecurityHeaders,
): VerifiedGeneric | null {
  if (scheme === null) return signed ?? byToken;
  if (scheme === 'bearer') return byToken;
  if (presetOf(scheme)) return byPreset;
  const isOfScheme =
    parsed.ok && (scheme === 'iw' ? parsed.headers.bodySignatures.length > 0 : parsed.headers.standard);
  return isOfScheme ? signed : null;
}

function verifyPreset(parts: VerifyParts, request: GenericRequest, known: Source | null): VerifiedGeneric | null {
  const { scheme = null, secret = null } = known ?? {};
  const preset = presetOf(scheme);
  if (!preset || !scheme || secret === null) {
    hmacSha256(FILLER_SECRET, request.body);
    return null;
  }
  const verified = preset.verify(request, secret);
  if (!verified) return null;
  const { proof, timestampSec } = verified;
  const late = timestampSec === null ? null : checkTime(parts, timestampSec, request.now);
  return late ?? { ok: true, scheme, proof, keyId: null };
}

/** The token that the source was set up with, or one of the workspace whose scope it is to bring things in. */
async function verifyBearer(
  { store }: VerifyParts,
  { header, workspaceId }: GenericRequest,
  known: Source | null,
): Promise<VerifiedGeneric | null> {
  const told = bearerTokenOf(header('authorization'));
  if (told === null) return null;
  const isOfSource = known?.secret != null && isSameToken(known.secret, told);
  const token = await verifyToken(store, told);
  const mayIngest = token?.workspaceId === workspaceId && token.scopes.some((scope) => INGEST_SCOPES.has(scope));
  return isOfSource || mayIngest ? { ok: true, scheme: 'bearer', proof: 'token', keyId: null } : null;
}

/** A sender that means to sign our way hears what is wrong with its headers, whatever its source is set up for. */
function refuseUnsigned({ header }: GenericRequest, parsed: ParsedSecurityHeaders): Refusal {
  const meansToSign = [HEADER.iwSignature, HEADER.webhookSignature].some((name) => header(name) !== undefined);
  if (parsed.ok || !meansToSign) return refuse('invalid_signature');
  return refuse(parsed.error, { header: parsed.header });
}
