import type { Attachment, BrainIngestData, BrainIngestEvent, CaptureMode, Message } from '../protocol/event.ts';
import { deriveEventId } from '../protocol/event-id.ts';
import type { Conversation } from '../sites/conversation.ts';

export interface EventSource {
  conversation: Conversation;
  mode: CaptureMode;
  workspaceId: string;
  extensionVersion: string;
  /** Id of the conversation's event before this one, `''` for none. */
  previousEventId: string;
  /** When the page was read, UNIX milliseconds. Later readings must have later times, whichever reader made them. */
  nowMs: number;
}

/** The data of a `brain.ingest` event (docs/protocol.md, section 1.2). */
export function brainIngestData({
  conversation,
  mode,
  extensionVersion,
}: Pick<EventSource, 'conversation' | 'mode' | 'extensionVersion'>): BrainIngestData {
  const { messages } = conversation;
  const cited = messages.flatMap((message) => message.citations?.map((citation) => citation.url) ?? []);
  return {
    session_id: conversation.sessionId,
    ...(conversation.title && { conversation_title: conversation.title }),
    messages,
    ...(conversation.branches?.length && { branches: conversation.branches }),
    labels: [],
    links: [...new Set([conversation.url, ...cited])],
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
      redactions: 0,
      render_only: false,
    },
  };
}

export async function buildEvent(from: EventSource, data: BrainIngestData, digest: string): Promise<BrainIngestEvent> {
  const { conversation, workspaceId, previousEventId, nowMs } = from;
  const { source, sessionId } = conversation;
  return {
    event_id: await deriveEventId({ workspaceId, source, sessionId, contentDigest: digest, previousEventId }),
    source,
    type: 'brain.ingest',
    workspace_id: workspaceId,
    timestamp: new Date(nowMs).toISOString(),
    data,
  };
}

/** Everything the messages reference, once. */
function uniqueAttachments(messages: readonly Message[]): Attachment[] {
  const all = messages.flatMap((message) => message.attachments ?? []);
  return [...new Map(all.map((attachment) => [JSON.stringify(attachment), attachment])).values()];
}
