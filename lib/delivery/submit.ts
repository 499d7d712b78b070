import type { SubmitResult } from '../messages.ts';
import { utf8Bytes } from '../protocol/bytes.ts';
import type { CaptureMode } from '../protocol/event.ts';
import { contentDigest } from '../protocol/event-id.ts';
import { RECEIVER_MAX_BODY_BYTES } from '../protocol/limits.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import type { Conversation } from '../sites/conversation.ts';
import { brainIngestData, buildEvent } from './build-event.ts';
import { type DeliveryContext, deliverOne } from './deliver.ts';
import { laneOf } from './lane.ts';
import { enqueue, findDelivery, loadHead, requeue } from './outbox.ts';

export interface Submission {
  /** Checked with `conversationSchema`. */
  conversation: Conversation;
  mode: CaptureMode;
  extensionVersion: string;
}

/**
 * Keeps a capture in the outbox, then tries to deliver it at once. Only "kept" is promised: when the attempt fails the
 * result is `queued`. An unchanged conversation is sent again as the same event, so "already saved" is the receiver's
 * word and not a memory of ours.
 */
export async function submit(context: DeliveryContext, submission: Submission): Promise<SubmitResult> {
  const connection = await context.loadConnection();
  if (!connection) return { ok: false, reason: 'not_connected' };
  const kept = await keep(context, submission, connection);
  if (!kept.ok) return kept;

  await deliverOne(context, kept.eventId);
  const row = await findDelivery(context.db, kept.eventId);
  if (row?.state !== 'delivered')
    return { ok: true, eventId: kept.eventId, outcome: 'queued', reason: row?.reason ?? null };
  return { ok: true, eventId: kept.eventId, outcome: row.how === 'duplicate' ? 'already_saved' : 'saved' };
}

type Kept = { ok: true; eventId: string } | { ok: false; reason: 'too_large' | 'storage_full' };

async function keep(context: DeliveryContext, submission: Submission, connection: ConnectionSettings): Promise<Kept> {
  const { db } = context;
  const lane = laneOf(connection, submission.conversation);
  const data = brainIngestData(submission);
  const digest = await contentDigest(data);
  // Another tab may capture the same conversation in between: then the id is derived again, from its event.
  for (;;) {
    const previous = await loadHead(db, lane);
    if (previous?.digest === digest) {
      await requeue(db, previous.eventId, { lane, nowMs: context.now() });
      return { ok: true, eventId: previous.eventId };
    }
    const from = {
      ...submission,
      workspaceId: connection.workspaceId,
      previousEventId: previous?.eventId ?? '',
      nowMs: context.now(),
    };
    const event = await buildEvent(from, data, digest);
    const body = JSON.stringify(event);
    if (utf8Bytes(body).length > RECEIVER_MAX_BODY_BYTES) return { ok: false, reason: 'too_large' };
    const row = newRow(event.event_id, submission.conversation, { lane, ...from });
    try {
      if (await enqueue(db, { row, body, digest, previous })) return { ok: true, eventId: event.event_id };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        return { ok: false, reason: 'storage_full' };
      throw error;
    }
  }
}

function newRow(eventId: string, conversation: Conversation, of: { lane: string; workspaceId: string; nowMs: number }) {
  return {
    eventId,
    workspaceId: of.workspaceId,
    source: conversation.source,
    title: conversation.title,
    url: conversation.url,
    messageCount: conversation.messages.length,
    state: 'queued' as const,
    reason: null,
    how: null,
    attempts: 0,
    createdAtMs: of.nowMs,
    deliveredAtMs: null,
    dueAtMs: of.nowMs,
    lane: of.lane,
    lease: null,
  };
}
