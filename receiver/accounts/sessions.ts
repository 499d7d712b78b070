import { hash, randomBytes } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { Invitation, Session, SessionStore } from '../store/session-store.ts';
import type { UserStore, User } from '../store/user-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A session that nobody used for so long is over. */
const MAX_IDLE_MS = 14 * DAY_MS;
/** And so is one that is this old, used or not. */
export const MAX_SESSION_MS = 90 * DAY_MS;
export const LOGIN_LINK_MS = HOUR_MS;

/** 32 random bytes in base64url: what a browser or a link holds. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** @returns what the browser is to keep */
export async function beginSession(
  store: SessionStore,
  { userId, isByLink }: Pick<Session, 'userId' | 'isByLink'>,
  now: number,
): Promise<string> {
  const token = newToken();
  await store.createSession({ digest: digestOf(token), userId, isByLink, createdAt: now });
  return token;
}

export interface LiveSession extends Session {
  readonly user: User;
}

/** @returns `null` for a token that is nobody's or whose time is up */
export async function findLiveSession(
  store: SessionStore & UserStore,
  token: string,
  now: number,
): Promise<LiveSession | null> {
  const session = TOKEN.test(token) ? await store.findSession(digestOf(token)) : null;
  if (!session) return null;
  const isOver = now - session.lastUsedAt > MAX_IDLE_MS || now - session.createdAt > MAX_SESSION_MS;
  const user = isOver ? null : await store.findUser(session.userId);
  return user && { ...session, user };
}

/** What every change by a session has to bring along. Only a page of the receiver's own can read it (docs/console.md). */
export function csrfTokenOf(sessionToken: string): string {
  return hash('sha256', `csrf:${sessionToken}`, 'base64url');
}

/** A link that signs in the operator, once, within the hour. @returns its token */
export async function createLoginLink(store: SessionStore, now: number): Promise<string> {
  return (await createLink(store, { invitation: null, expiresAt: now + LOGIN_LINK_MS }, now)).token;
}

/** A link by which somebody becomes a member of a workspace, once. */
export async function createInvitation(
  store: SessionStore,
  { invitation, validHours }: { readonly invitation: Invitation; readonly validHours: number },
  now: number,
) {
  return createLink(store, { invitation, expiresAt: now + validHours * HOUR_MS }, now);
}

async function createLink(
  store: SessionStore,
  { invitation, expiresAt }: { invitation: Invitation | null; expiresAt: number },
  now: number,
) {
  const token = newToken();
  const id = `link_${randomBytes(9).toString('hex')}`;
  await store.createLink({ id, digest: digestOf(token), createdAt: now, expiresAt, invitation });
  return { id, token, expiresAt };
}

/** Where a person goes with a link's token: after the `#`, which no server and no log gets to see. */
export function loginAddress(receiverUrl: string, token: string): string {
  return `${receiverUrl.replace(/\/$/, '')}/console/#login=${token}`;
}

/** As `loginAddress`, of an invitation. */
export function invitationAddress(receiverUrl: string, token: string): string {
  return `${receiverUrl.replace(/\/$/, '')}/console/#invitation=${token}`;
}

/** Uses a login link up. @returns the operator, made at the first time; `null` for a link that is not good */
export async function useLoginLink(
  store: SessionStore & UserStore,
  token: string,
  now: number,
): Promise<{ readonly userId: string } | null> {
  const digest = digestOf(token);
  // An invitation is accepted with a name; here it must not be used up.
  if ((await store.findLink(digest, now))?.invitation !== null) return null;
  if (!(await store.useLink(digest, now))) return null;
  const operator = await store.findOperator();
  return { userId: operator ? operator.id : await createOperator(store, now) };
}

async function createOperator(store: UserStore, now: number): Promise<string> {
  const id = newUserId();
  const operator = { id, isOperator: true, passwordHash: null, createdAt: now };
  const created = await store.createUser({ ...operator, name: 'owner' });
  if (!created.ok) await store.createUser({ ...operator, name: `owner ${id.slice(-6)}` });
  return id;
}

export function newUserId(): string {
  return `usr_${randomBytes(9).toString('hex')}`;
}

export function digestOf(token: string): Bytes {
  return new Uint8Array(hash('sha256', token, 'buffer'));
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
