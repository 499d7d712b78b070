import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { LiveToken, TokenScope, TokenStore } from '../store/token-store.ts';

/** `bp_`, the hex digits of its id, `_`, 32 random bytes in base64url. */
const TOKEN = /^bp_([0-9a-f]{18})_[A-Za-z0-9_-]{43}$/;
const FILLER_DIGEST = sha256('');

export interface WantedToken {
  /** `null` for one of the operator's, good for every workspace. */
  readonly workspaceId: string | null;
  /** For people. */
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/** The token is to be shown once: nothing gives it out again. */
export type CreatedToken = { ok: true; id: string; token: string } | { ok: false; reason: 'no_workspace' };

export async function createToken(store: TokenStore, wanted: WantedToken, now: number): Promise<CreatedToken> {
  const digits = randomBytes(9).toString('hex');
  const token = `bp_${digits}_${randomBytes(32).toString('base64url')}`;
  const id = `tok_${digits}`;
  const created = await store.createToken({ ...wanted, id, digest: sha256(token), createdAt: now });
  return created.ok ? { ok: true, id, token } : created;
}

/** @returns whose token it is, `null` when it is nobody's or was revoked; takes as long either way */
export async function verifyToken(store: TokenStore, token: string): Promise<LiveToken | null> {
  const digits = TOKEN.exec(token)?.[1];
  const live = digits === undefined ? null : await store.findLiveToken(`tok_${digits}`);
  const isRight = timingSafeEqual(sha256(token), live?.digest ?? FILLER_DIGEST);
  return isRight ? live : null;
}

function sha256(text: string): Bytes {
  return new Uint8Array(hash('sha256', text, 'buffer'));
}
