import { z } from 'zod';

/** The people who sign in to the console, and what they may do in which workspace; a part of `Store`. */
export interface UserStore {
  createUser(user: NewUser): Promise<CreateUserResult>;
  findUser(id: string): Promise<User | null>;
  /** @param name in any case */
  findUserByName(name: string): Promise<User | null>;
  /** The first of those who may do everything. */
  findOperator(): Promise<User | null>;
  /** Writes `user.updated` into the outbox. @returns `name_taken` when somebody else has that name */
  renameUser(renamed: { id: string; name: string; now: number }): Promise<CreateUserResult>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** By name. */
  listMembers(workspaceId: string): Promise<readonly Member[]>;
  /** Of workspaces that are there, by their names. */
  listMemberships(userId: string): Promise<readonly Membership[]>;
  /** Another role ends the member's sessions and writes `workspace.user.role_changed` into the outbox. */
  setRole(change: MemberKey & { role: Role }): Promise<ChangeMemberResult>;
  /** Ends their sessions too, and writes `workspace.user.removed` into the outbox. */
  removeMember(change: MemberKey): Promise<ChangeMemberResult>;
}

/** `owner` may do everything in a workspace, `member` read and repeat, `viewer` read. */
export const roleSchema = z.enum(['owner', 'member', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

export interface NewUser {
  readonly id: string;
  /** What they sign in with, and others see. No two differ in case alone. */
  readonly name: string;
  /** Good for every workspace and for the receiver as a whole. */
  readonly isOperator: boolean;
  /** As `hashPassword` gives it; `null`: signs in by link alone. */
  readonly passwordHash: string | null;
  readonly createdAt: number;
}

export type User = NewUser;

export type CreateUserResult = { ok: true } | { ok: false; reason: 'name_taken' };

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly since: number;
}

export interface MemberKey {
  readonly workspaceId: string;
  readonly userId: string;
  readonly now: number;
  /** Whether the workspace may be left without any owner; only the operator can look after it then. */
  readonly mayLeaveNoOwner: boolean;
}

export type ChangeMemberResult = { ok: true } | { ok: false; reason: 'no_member' | 'last_owner' };

export interface Membership {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly role: Role;
}

/** Names are compared by this. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
