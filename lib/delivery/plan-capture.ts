import type { Actor, BrainIngestData, BrainIngestEvent } from '../protocol/event.ts';
import { contentDigest } from '../protocol/event-id.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import { brainIngestData, buildEvents, type Captured } from './build-event.ts';
import type { Head } from './database.ts';
import { carriedOf, hashesOf, withoutKnown } from './delta.ts';
import { coversAll, type Ledger } from './ledger.ts';
import type { NewCapture, NewEvent } from './outbox.ts';
import { splitCapture } from './split-capture.ts';

/** A capture read for sending: what it says in full, and what that is worth. */
export interface Reading {
  data: BrainIngestData;
  /** Of `data`: the same for an unchanged conversation. */
  digest: string;
  hashes: Map<string, string> | null;
  /** Sends only what is new or changed. Whoever sends by hand means all of it. */
  isAutomatic: boolean;
  actor: Actor | undefined;
}

export async function readCapture(captured: Captured): Promise<Reading> {
  const data = brainIngestData(captured);
  const isAutomatic = captured.mode === 'auto' || captured.mode === 'backfill';
  const { actor } = captured;
  return { data, digest: await contentDigest(data, actor), hashes: await hashesOf(data), isAutomatic, actor };
}

/** Whether the endpoint surely has all of it. */
export function isKnown({ data, hashes }: Reading, ledger: Ledger): boolean {
  return coversAll(ledger, { whole: hashes, isComplete: data.capture?.completeness === 'complete' });
}

export interface PlanInput {
  reading: Reading;
  connection: ConnectionSettings;
  source: string;
  lane: string;
  previous: Head | null;
  ledger: Ledger;
  maxBodyBytes: number;
  nowMs: number;
}

/** The events that take a capture to the endpoint, ready to be kept. */
export async function planCapture(input: PlanInput): Promise<NewCapture> {
  const { reading, connection, previous, lane, nowMs } = input;
  const { data, leftOut } = reading.isAutomatic
    ? withoutKnown(reading.data, reading.hashes, input.ledger)
    : { data: reading.data, leftOut: new Map<string, string>() };
  const { previousEventId, atMs } = placeInChain(input);
  const { actor } = reading;
  const envelope = { workspaceId: connection.workspaceId, source: input.source, previousEventId, atMs, actor };
  const events = await buildEvents(envelope, data, splitCapture(data, input.maxBodyBytes));
  const eventIds = events.map((event) => event.event_id);
  return {
    lane,
    events: events.map((event) => newEvent(event, input)),
    head: { eventIds, previousEventId, digest: reading.digest, isFull: data === reading.data, atMs },
    previous,
    leftOut,
    nowMs,
  };
}

function placeInChain({ reading, previous, nowMs }: PlanInput): Pick<Head, 'previousEventId' | 'atMs'> {
  if (!previous) return { previousEventId: '', atMs: nowMs };
  // Unchanged, sent by hand again, and no longer kept here: the same event as then.
  if (!reading.isAutomatic && previous.isFull && previous.digest === reading.digest) return previous;
  // Later than the event before, whatever the clock says: the receiver lets the newest win.
  return { previousEventId: previous.eventIds.at(-1) ?? '', atMs: Math.max(nowMs, previous.atMs + 1) };
}

function newEvent(event: BrainIngestEvent, { reading, connection, lane, nowMs }: PlanInput): NewEvent {
  const { event_id: eventId, data } = event;
  const { index = 0, count = 1, capture_id: captureId = eventId } = data.capture?.part ?? {};
  return {
    body: JSON.stringify(event),
    manifest: {
      whole: reading.hashes,
      carries: carriedOf(data, reading.hashes),
      isComplete: data.capture?.completeness === 'complete',
      part: { captureId, index, count },
    },
    row: {
      eventId,
      workspaceId: connection.workspaceId,
      endpoint: connection.endpoint,
      source: event.source,
      title: data.conversation_title ?? '',
      url: data.url ?? '',
      messageCount: data.capture?.total_messages ?? data.messages.length,
      captureId,
      state: 'queued',
      reason: null,
      detail: null,
      how: null,
      attempts: 0,
      createdAtMs: nowMs,
      deliveredAtMs: null,
      lane,
      lease: null,
    },
  };
}
