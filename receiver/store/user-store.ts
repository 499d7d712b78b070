import { z } from 'zod';

/** The people who sign in to the console, and what they may do in which workspace; a part of `Store`. */
export interface UserStore {
  createUser(user: NewUser): Promise<CreateUserResult>;
  findUser(id: string): Promise<User | null>;
  /** @param name in any case */
  findUserByName(name: string): Promise<User | null>;
  /** The first of those who may do everything. */
  findOperator(): Promise<User | null>;
  /** @returns `name_taken` when somebody else has that name */
  renameUser(id: string, name: string): Promise<CreateUserResult>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** By name. */
  listMembers(workspaceId: string): Promise<readonly Member[]>;
  /** Of workspaces that are there, by their names. */
  listMemberships(userId: string): Promise<readonly Membership[]>;
  /** @returns whether there is such a member */
  setRole(member: { workspaceId: string; userId: string; role: Role }): Promise<boolean>;
  /** @returns whether there was such a member */
  removeMember(workspaceId: string, userId: string): Promise<boolean>;
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

export interface Membership {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly role: Role;
}

/** Names are compared by this. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
