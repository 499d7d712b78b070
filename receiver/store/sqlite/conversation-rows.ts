import { z } from 'zod';
import { attachmentSchema, citationSchema, completenessSchema, roleSchema } from '../../../lib/protocol/event.ts';
import type { ConversationState, ProjectedMessage } from '../../conversations/conversation-state.ts';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
const texts = json(z.array(z.string()));
const openCaptures = json(
  z.array(z.object({ captureId: z.string(), parts: z.array(z.number()), messageIds: z.array(z.string()) })),
);

const messageRow = z.object({
  message_id: z.string(),
  parent_id: z.string().nullable(),
  position: z.number(),
  role: roleSchema,
  content: z.string(),
  reasoning: z.string().nullable(),
  timestamp: z.string().nullable(),
  model: z.string().nullable(),
  attachments: json(z.array(attachmentSchema)),
  citations: json(z.array(citationSchema)),
  is_current: z.number(),
  event_at: z.number(),
});

const conversationRow = z.object({
  id: z.number(),
  conversation_id: z.string(),
  workspace_id: z.string(),
  source: z.string(),
  session_id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  labels: texts,
  links: texts,
  models: texts,
  message_count: z.number(),
  completeness: completenessSchema,
  created_at: z.string(),
  updated_at: z.string(),
  fields_at: z.number(),
  branch_at: z.number().nullable(),
  open_captures: openCaptures,
  revision: z.number(),
  note_path: z.string().nullable(),
  note_attempts: z.number(),
  idle_at: z.number().nullable(),
});

/** Columns that hold a conversation's state; the note's and the ending's own are not among them. */
export const CONVERSATION_COLUMNS = [
  'conversation_id',
  'workspace_id',
  'source',
  'session_id',
  'title',
  'url',
  'labels',
  'links',
  'models',
  'message_count',
  'completeness',
  'created_at',
  'updated_at',
  'fields_at',
  'branch_at',
  'open_captures',
  'revision',
] as const;

export const MESSAGE_COLUMNS = Object.keys(messageRow.shape) as (keyof typeof messageRow.shape)[];

/** The messages of one row of `conversations`. */
export const MESSAGES_IN_ORDER = 'SELECT * FROM messages WHERE conversation = ? ORDER BY position, id';

/** A row of `conversations` without its messages, and what of it only the store uses. */
export function readConversationRow(row: unknown) {
  const value = conversationRow.parse(row);
  const state: Omit<ConversationState, 'messages'> = {
    conversation: {
      id: value.conversation_id,
      workspaceId: value.workspace_id,
      source: value.source,
      sessionId: value.session_id,
      title: value.title,
      url: value.url,
      labels: value.labels,
      models: value.models,
      messageCount: value.message_count,
      completeness: value.completeness,
      createdAt: value.created_at,
      updatedAt: value.updated_at,
    },
    links: value.links,
    fieldsAt: value.fields_at,
    branchAt: value.branch_at,
    openCaptures: value.open_captures,
    revision: value.revision,
  };
  return {
    rowId: value.id,
    state,
    notePath: value.note_path,
    noteAttempts: value.note_attempts,
    idleAt: value.idle_at,
  };
}

/** Values by column. */
export function writeConversationRow({
  conversation,
  ...state
}: ConversationState): Record<(typeof CONVERSATION_COLUMNS)[number], string | number | null> {
  return {
    conversation_id: conversation.id,
    workspace_id: conversation.workspaceId,
    source: conversation.source,
    session_id: conversation.sessionId,
    title: conversation.title,
    url: conversation.url,
    labels: JSON.stringify(conversation.labels),
    links: JSON.stringify(state.links),
    models: JSON.stringify(conversation.models),
    message_count: conversation.messageCount,
    completeness: conversation.completeness,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    fields_at: state.fieldsAt,
    branch_at: state.branchAt,
    open_captures: JSON.stringify(state.openCaptures),
    revision: state.revision,
  };
}

/** A row of `messages`. */
export function readMessageRow(row: unknown): ProjectedMessage {
  const value = messageRow.parse(row);
  return {
    id: value.message_id,
    parentId: value.parent_id,
    index: value.position,
    role: value.role,
    content: value.content,
    reasoning: value.reasoning,
    timestamp: value.timestamp,
    model: value.model,
    attachments: value.attachments,
    citations: value.citations,
    isCurrent: value.is_current === 1,
    eventAt: value.event_at,
  };
}

/** Values by column. */
export function writeMessageRow(
  message: ProjectedMessage,
): Record<(typeof MESSAGE_COLUMNS)[number], string | number | null> {
  return {
    message_id: message.id,
    parent_id: message.parentId,
    position: message.index,
    role: message.role,
    content: message.content,
    reasoning: message.reasoning,
    timestamp: message.timestamp,
    model: message.model,
    attachments: JSON.stringify(message.attachments),
    citations: JSON.stringify(message.citations),
    is_current: message.isCurrent ? 1 : 0,
    event_at: message.eventAt,
  };
}
