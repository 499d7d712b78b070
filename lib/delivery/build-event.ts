import type {
  Actor,
  Attachment,
  BrainIngestData,
  BrainIngestEvent,
  Capture,
  CaptureMode,
  Message,
} from '../protocol/event.ts';
import { contentDigest, deriveEventId } from '../protocol/event-id.ts';
import type { Conversation } from '../sites/conversation.ts';
import type { Piece } from './split-capture.ts';

export interface Captured {
  conversation: Conversation;
  mode: CaptureMode;
  extensionVersion: string;
  labels?: string[];
  /** How many places were replaced before signing. */
  redactions?: number;
  /** Receivers are to show it live and write it nowhere. */
  renderOnly?: boolean;
  /** Who it is from, if the user wants that said. */
  actor?: Actor;
}

/** The data of a `brain.ingest` event that carries all of a capture (docs/protocol.md, section 1.2). */
export function brainIngestData({ conversation, mode, extensionVersion, ...more }: Captured): BrainIngestData {
  const { messages } = conversation;
  return {
    session_id: conversation.sessionId,
    ...(conversation.title && { conversation_title: conversation.title }),
    messages,
    ...(conversation.branches?.length && { branches: conversation.branches }),
    labels: more.labels ?? [],
    links: linksOf(conversation.url, messages),
    attachments: uniqueAttachments(messages),
    url: conversation.url,
    capture: {
      mode,
      reader: conversation.reader,
      completeness: conversation.completeness,
      snapshot: 'full',
      total_messages: messages.length,
      layout: conversation.layout,
      extension_version: extensionVersion,
      redactions: more.redactions ?? 0,
      render_only: more.renderOnly ?? false,
      ...(conversation.unknownParts && { unknown_parts: conversation.unknownParts }),
    },
  };
}

/** The same capture with less in it. What it says of the capture as a whole stays. */
export function narrowData(data: BrainIngestData, { messages, branches }: Piece, capture: Capture): BrainIngestData {
  const { branches: _branches, ...rest } = data;
  return {
    ...rest,
    messages,
    ...(branches.length && { branches }),
    links: linksOf(data.url, messages),
    attachments: uniqueAttachments(messages),
    capture: { ...data.capture, ...capture },
  };
}

/** What an event says besides its data. */
export interface Envelope {
  workspaceId: string;
  source: string;
  /** Id of the conversation's event before this one, `''` for none. */
  previousEventId: string;
  /** UNIX milliseconds. */
  atMs: number;
  actor?: Actor | undefined;
}

export async function buildEvent(envelope: Envelope, data: BrainIngestData): Promise<BrainIngestEvent> {
  const { workspaceId, source, previousEventId, atMs, actor } = envelope;
  const digest = await contentDigest(data, actor);
  return {
    event_id: await deriveEventId({
      workspaceId,
      source,
      sessionId: data.session_id,
      contentDigest: digest,
      previousEventId,
    }),
    source,
    type: 'brain.ingest',
    workspace_id: workspaceId,
    timestamp: new Date(atMs).toISOString(),
    ...(actor && { actor }),
    data,
  };
}

/**
 * The events of a capture, one for each piece, each derived from the one before. Several share a `capture_id`: the id that
 * the capture would have had as one event.
 */
export async function buildEvents(
  envelope: Envelope,
  data: BrainIngestData,
  pieces: readonly Piece[],
): Promise<BrainIngestEvent[]> {
  const whole = await buildEvent(envelope, data);
  if (pieces.length === 1) return [whole];
  const events: BrainIngestEvent[] = [];
  for (const [index, piece] of pieces.entries()) {
    const part = { index, count: pieces.length, capture_id: whole.event_id };
    const previousEventId = events.at(-1)?.event_id ?? envelope.previousEventId;
    events.push(await buildEvent({ ...envelope, previousEventId }, narrowData(data, piece, { part })));
  }
  return events;
}

/** The conversation's own address first, then cited links, no duplicates. */
function linksOf(url: string | undefined, messages: readonly Message[]): string[] {
  const cited = messages.flatMap((message) => message.citations?.map((citation) => citation.url) ?? []);
  return [...new Set([...(url === undefined ? [] : [url]), ...cited])];
}

/** Everything the messages reference, once. */
function uniqueAttachments(messages: readonly Message[]): Attachment[] {
  const all = messages.flatMap((message) => message.attachments ?? []);
  return [...new Map(all.map((attachment) => [JSON.stringify(attachment), attachment])).values()];
}
