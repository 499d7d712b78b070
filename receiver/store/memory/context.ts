import type { ConversationState } from '../../conversations/conversation-state.ts';
import type { NewEvent } from '../accept-store.ts';
import type { BlobRecord } from '../blob-store.ts';
import type { KeySummary } from '../key-store.ts';
import type { LoggedAction, LoggedRefusal } from '../log-store.ts';
import type { OutboxEvent } from '../outbox-store.ts';
import type { PairingCode } from '../pairing-store.ts';
import type { Link, Session } from '../session-store.ts';
import type { Source } from '../source-store.ts';
import { StoreFailure } from '../store-failure.ts';
import type { NewToken, TokenSummary } from '../token-store.ts';
import type { NewUser, Role } from '../user-store.ts';
import type { Webhook } from '../webhook-store.ts';
import type { WorkspaceSummary } from '../workspace-store.ts';

import type { RunRow } from './agent-runs.ts';
import type { AgentRow } from './agents.ts';
import type { DeliveryRow } from './webhook-deliveries.ts';

/** What each topic of the store in memory works with. */
export interface MemoryContext {
  readonly tables: MemoryTables;
  /** Runs an operation at once. It throws before it changes anything, or not at all. */
  readonly run: <Result>(operation: () => Result) => Promise<Result>;
  close(): void;
}

export interface MemoryTables {
  readonly workspaces: Map<string, WorkspaceSummary>;
  /** Ids that stay taken. */
  readonly removedWorkspaces: Set<string>;
  /** Oldest first. */
  readonly keys: KeyRow[];
  /** By id. */
  readonly pairingCodes: Map<string, PairingCode>;
  /** Oldest first. */
  readonly tokens: TokenRow[];
  /** By id, oldest first. */
  readonly users: Map<string, NewUser>;
  /** By `[workspace, user]`. */
  readonly memberships: Map<string, MembershipRow>;
  /** By digest. */
  readonly sessions: Map<string, Session>;
  /** By digest. */
  readonly links: Map<string, LinkRow>;
  /** By `[workspace, source]`. */
  readonly sources: Map<string, Source & { readonly workspaceId: string }>;
  /** The row's id is its place, from 1. */
  readonly inbox: InboxRow[];
  /** By `[workspace, digest]`. */
  readonly blobs: Map<string, BlobRecord>;
  /** The row's id is its place, from 1. */
  readonly outbox: OutboxRow[];
  /** By id, oldest first. */
  readonly webhooks: Map<string, Webhook>;
  /** Places in the list by id. */
  readonly webhookPlaces: Map<string, number>;
  /** By id, oldest first. */
  readonly deliveries: Map<number, DeliveryRow>;
  /** How far the outbox became deliveries, and the id of the last of these. */
  readonly fanOut: { cursor: number; lastDelivery: number };
  /** By id, oldest first. */
  readonly agents: Map<string, AgentRow>;
  /** By id, oldest first. */
  readonly runs: Map<number, RunRow>;
  readonly lastRun: { id: number };
  /** Oldest first. */
  readonly refusals: LoggedRefusal[];
  /** Oldest first. */
  readonly actions: LoggedAction[];
  /** By `[workspace, source, session]`. */
  readonly conversations: Map<string, ConversationRow>;
}

export type KeyRow = { -readonly [Name in keyof KeySummary]: KeySummary[Name] } & { readonly secret: string };

export type TokenRow = { -readonly [Name in keyof TokenSummary]: TokenSummary[Name] } & Pick<NewToken, 'digest'>;

export interface MembershipRow {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: Role;
  readonly since: number;
}

export type LinkRow = Link & { isUsed: boolean };

export interface InboxRow {
  readonly id: number;
  readonly event: NewEvent;
  state: 'pending' | 'done' | 'failed' | 'parked';
  attempts: number;
  error: string | null;
  dueAt: number | null;
  token: string | null;
}

export interface OutboxRow extends Omit<OutboxEvent, 'payload'> {
  readonly envelope: string;
  readonly inboxId: number | null;
}

export interface ConversationRow {
  state: ConversationState;
  notePath: string | null;
  noteDueAt: number | null;
  noteAttempts: number;
  noteError: string | null;
  idleAt: number | null;
}

/** One text for a key of several parts. */
export function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

export function createMemoryContext(): MemoryContext {
  const tables: MemoryTables = {
    workspaces: new Map(),
    removedWorkspaces: new Set(),
    keys: [],
    pairingCodes: new Map(),
    tokens: [],
    users: new Map(),
    memberships: new Map(),
    sessions: new Map(),
    links: new Map(),
    sources: new Map(),
    inbox: [],
    blobs: new Map(),
    outbox: [],
    webhooks: new Map(),
    webhookPlaces: new Map(),
    deliveries: new Map(),
    fanOut: { cursor: 0, lastDelivery: 0 },
    agents: new Map(),
    runs: new Map(),
    lastRun: { id: 0 },
    refusals: [],
    actions: [],
    conversations: new Map(),
  };
  let isClosed = false;
  return {
    tables,
    run: async (operation) => {
      if (isClosed) throw new StoreFailure('the store is closed');
      return operation();
    },
    close: () => {
      isClosed = true;
    },
  };
}
