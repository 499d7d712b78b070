import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { CreateUserResult, NewUser, Role } from './user-store.ts';

/** Who is signed in, and links that sign in once; a part of `Store`. What a browser or a link holds is nowhere, only its SHA-256. */
export interface SessionStore {
  /** Writes `user.login` into the outbox. */
  createSession(session: Omit<Session, 'lastUsedAt'>): Promise<void>;
  findSession(digest: Bytes): Promise<Session | null>;
  /** Notes that it was used, to within a minute. */
  touchSession(digest: Bytes, now: number): Promise<void>;
  /** Those of a user, the one used last first. */
  listSessions(userId: string): Promise<readonly Session[]>;
  /** Writes `user.logout` into the outbox. */
  endSession(digest: Bytes, now: number): Promise<void>;
  /** Ends all of a user's sessions. @param except stays, when given */
  endSessionsOf(userId: string, except?: Bytes): Promise<void>;
  createLink(link: NewLink): Promise<void>;
  /** @returns `null` for one that was used, withdrawn, is over or never was */
  findLink(digest: Bytes, now: number): Promise<Link | null>;
  /** @returns the link if it was good; it is not good a second time */
  useLink(digest: Bytes, now: number): Promise<Link | null>;
  /**
   * Uses an invitation: its workspace gets a member. Writes `workspace.user.added` into the outbox, for somebody new `user.created` too.
   * @param user somebody new, or the id of a user who is there
   */
  acceptInvitation(accepted: { digest: Bytes; user: NewUser | string; now: number }): Promise<AcceptResult>;
  /** Those still good, newest first. */
  listInvitations(workspaceId: string, now: number): Promise<readonly Link[]>;
  /** @returns whether there was such an invitation, still good */
  withdrawInvitation(workspaceId: string, id: string, now: number): Promise<boolean>;
}

export interface Session {
  readonly digest: Bytes;
  readonly userId: string;
  /** Begun by a link, which only who reaches the receiver's terminal can make. */
  readonly isByLink: boolean;
  readonly createdAt: number;
  /** To within a minute. */
  readonly lastUsedAt: number;
}

export interface Link {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** `null`: signs in the operator. */
  readonly invitation: Invitation | null;
}

export interface NewLink extends Link {
  readonly digest: Bytes;
}

export interface Invitation {
  readonly workspaceId: string;
  readonly role: Role;
  /** Whom it is for, in the words of who invited. */
  readonly note: string;
}

export type AcceptResult = CreateUserResult | { ok: false; reason: 'no_invitation' };
