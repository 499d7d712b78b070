import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DeliveryReason } from '../messages.ts';
import type { Ledger, Manifest } from './ledger.ts';
import { migrate } from './migrations.ts';
import type { DeliveryRow, NewDeliveryRow } from './row.ts';

/** The last capture of a conversation for one endpoint, delivered or not. */
export interface Head {
  /** Its events in order: more than one for a capture in parts. */
  eventIds: string[];
  /** Id of the conversation's event before them, `''` for none. */
  previousEventId: string;
  /** `contentDigest` of the capture in full, whatever was left out when it was sent. */
  digest: string;
  /** Whether the events carry all of it. */
  isFull: boolean;
  /** Time of the events, UNIX milliseconds. The next one is later, whatever the clock says. */
  atMs: number;
}

/** What is known of one endpoint. */
export interface EndpointState {
  /** Set while nothing is sent to it, because every attempt would fail for the same reason. */
  hold: { reason: DeliveryReason; probeAtMs: number } | null;
  /** Receiver's clock minus ours, in seconds; learnt from its `invalid_timestamp`. */
  clockOffsetSec: number;
  /** Learnt from its 413; `null` while it took whatever we sent. */
  maxBodyBytes: number | null;
}

/** Kept with every write, so that no count ever walks a long queue. */
export interface Counts {
  undelivered: number;
  delivered: number;
}

export interface DeliveryDatabase extends DBSchema {
  deliveries: {
    key: number;
    value: NewDeliveryRow | DeliveryRow;
    indexes: {
      eventId: string;
      /** What can be claimed: workspace and time. */
      due: [string, number];
      lane: [string, number];
      /** What is being sent. */
      lease: string;
      /** What is delivered, by time. */
      delivered: number;
      capture: string;
    };
  };
  /** Event id -> the JSON text that is signed and sent. */
  bodies: { key: string; value: string };
  /** Event id -> what it tells. Missing for events captured before version 2. */
  manifests: { key: string; value: Manifest };
  /** By lane. */
  heads: { key: string; value: Head };
  /** By lane. */
  ledgers: { key: string; value: Ledger };
  endpoints: { key: string; value: EndpointState };
  counts: { key: 'counts'; value: Counts };
}

export type Database = IDBPDatabase<DeliveryDatabase>;

export const DATABASE_NAME = 'brainpost-delivery';
export const SCHEMA_VERSION = 2;

let opened: Promise<Database> | undefined;

/** The outbox on disk. Opened once in a worker's life; the browser may close it, then it is opened anew. */
export function openOutbox(): Promise<Database> {
  opened ??= connectOutbox(() => (opened = undefined)).catch((error: unknown) => {
    opened = undefined; // the next use tries again
    throw error;
  });
  return opened;
}

/** @param onClosed the connection is gone: the browser closed it, or a newer version of the extension needs it */
export async function connectOutbox(onClosed: () => void): Promise<Database> {
  const db = await openDB<DeliveryDatabase>(DATABASE_NAME, SCHEMA_VERSION, {
    upgrade(database, from, ...[, tx]) {
      // What failed half-way must not be kept: the version and everything in it go back.
      migrate(database, from, tx).catch(() => tx.abort());
    },
    blocking: () => {
      onClosed();
      db.close();
    },
    terminated: onClosed,
  });
  return db;
}
