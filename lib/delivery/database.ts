import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DeliveryReason } from '../messages.ts';
import type { DeliveryRow, NewDeliveryRow } from './row.ts';

/** The last event captured from a conversation for one endpoint, delivered or not. */
export interface Head {
  eventId: string;
  /** `contentDigest` of its data. */
  digest: string;
}

/** What is known of one endpoint. */
export interface EndpointState {
  /** Set while nothing is sent to it, because every attempt would fail for the same reason. */
  hold: { reason: DeliveryReason; probeAtMs: number } | null;
  /** Receiver's clock minus ours, in seconds; learnt from its `invalid_timestamp`. */
  clockOffsetSec: number;
}

export interface DeliveryDatabase extends DBSchema {
  deliveries: {
    key: number;
    value: NewDeliveryRow | DeliveryRow;
    indexes: { eventId: string; due: number; lane: [string, number] };
  };
  /** Event id -> the JSON text that is signed and sent. */
  bodies: { key: string; value: string };
  heads: { key: string; value: Head };
  endpoints: { key: string; value: EndpointState };
}

export type Database = IDBPDatabase<DeliveryDatabase>;

let opened: Promise<Database> | undefined;

/** The outbox on disk. Opened once in a worker's life; the browser may close it, then it is opened anew. */
export function openOutbox(): Promise<Database> {
  opened ??= openDB<DeliveryDatabase>('brainpost-delivery', 1, {
    upgrade(db) {
      const deliveries = db.createObjectStore('deliveries', { keyPath: 'sequence', autoIncrement: true });
      deliveries.createIndex('eventId', 'eventId', { unique: true });
      deliveries.createIndex('due', 'dueAtMs');
      deliveries.createIndex('lane', ['lane', 'sequence']);
      db.createObjectStore('bodies');
      db.createObjectStore('heads');
      db.createObjectStore('endpoints');
    },
    terminated: () => (opened = undefined),
  });
  return opened;
}
