import { z } from 'zod';
import { WORKSPACE_ID } from './workspace-id.ts';

/** Shapes of what is sent (docs/protocol.md, section 1.2). Unknown keys are kept; known keys are strict. */

export const SOURCE = /^[a-z0-9][a-z0-9_-]{0,63}$/;
export const EVENT_ID = /^[A-Za-z0-9_-]{1,128}$/;
const EVENT_TYPE = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;

/** RFC 3339, with seconds and a zone. */
const instant = z.iso.datetime({ offset: true });

export const roleSchema = z.enum(['user', 'assistant', 'system', 'tool']);

export const citationSchema = z.looseObject({ title: z.string().optional(), url: z.string() });

export const attachmentSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  mime_type: z.string().optional(),
  /** Bytes. */
  size: z.number().int().nonnegative().optional(),
  /** Where the site serves it. */
  url: z.string().optional(),
  /** `blob:sha256:<hex>` for content delivered apart. */
  ref: z.string().optional(),
  /**
   * Which text lies at `ref`, left out because the event would be too large with it (docs/protocol.md, section 1.6): one of
   * the message, for which the attachment then stands and is nothing else, or its own.
   */
  holds: z.enum(['content', 'reasoning', 'text']).optional(),
  /** The text itself, where the site has it as a document: canvas, artifact, text file. */
  text: z.string().optional(),
});

export const messageSchema = z.looseObject({
  role: roleSchema,
  /** Markdown; empty where an attachment holds it. */
  content: z.string(),
  /** The site's id, or a stable derived one with the prefix `derived:`. */
  id: z.string().min(1).optional(),
  parent_id: z.string().min(1).nullable().optional(),
  /** Position in the conversation, from 0. */
  index: z.number().int().nonnegative().optional(),
  timestamp: instant.optional(),
  model: z.string().optional(),
  /** Thinking text, Markdown, apart from the answer. */
  reasoning: z.string().optional(),
  citations: z.array(citationSchema).optional(),
  attachments: z.array(attachmentSchema).optional(),
});

/** A branch beside the current one. Every message stands once: a branch of a branch starts at a message of that one. */
export const branchSchema = z.looseObject({
  /** The message it starts from; `null` for another beginning of the conversation. */
  parent_id: z.string().min(1).nullable(),
  messages: z.array(messageSchema).min(1),
});

export const completenessSchema = z.enum(['complete', 'window', 'selection', 'unknown']);
export const captureModeSchema = z.enum(['manual', 'auto', 'backfill', 'selection', 'import']);
export const readerSchema = z.enum(['api', 'dom']);

export const captureSchema = z.looseObject({
  mode: captureModeSchema.optional(),
  reader: readerSchema.optional(),
  completeness: completenessSchema.optional(),
  snapshot: z.enum(['full', 'delta']).optional(),
  /** Length of the conversation as read, whatever the snapshot carries. */
  total_messages: z.number().int().nonnegative().optional(),
  /** Which generation of the site's page was recognised, `chatgpt/2026-09`. */
  layout: z.string().optional(),
  extension_version: z.string().optional(),
  redactions: z.number().int().nonnegative().optional(),
  /** Parts of a kind that the reader did not know: they stand in the messages as the site gave them. */
  unknown_parts: z.number().int().positive().optional(),
  render_only: z.boolean().optional(),
  part: z
    .looseObject({
      index: z.number().int().nonnegative(),
      count: z.number().int().positive(),
      capture_id: z.string().min(1),
    })
    .optional(),
});

export const brainIngestDataSchema = z.looseObject({
  /** The site's own conversation id. */
  session_id: z.string().min(1),
  conversation_title: z.string().optional(),
  messages: z.array(messageSchema).min(1),
  branches: z.array(branchSchema).optional(),
  labels: z.array(z.string()).optional(),
  links: z.array(z.string()).optional(),
  attachments: z.array(attachmentSchema).optional(),
  url: z.string().optional(),
  capture: captureSchema.optional(),
});

const actorSchema = z.looseObject({ id: z.string().optional(), email: z.string().optional() });

/** Any event: the envelope is checked, `data` is whatever its type says. */
export const eventSchema = z.looseObject({
  event_id: z.string().regex(EVENT_ID),
  source: z.string().regex(SOURCE),
  type: z.string().regex(EVENT_TYPE),
  workspace_id: z.string().regex(WORKSPACE_ID),
  /** When it happened. Never held against the clock: events are legitimately old after an offline spell. */
  timestamp: instant,
  /** Left out unless the user fills it in. */
  actor: actorSchema.optional(),
  data: z.looseObject({}).optional(),
});

export const brainIngestEventSchema = eventSchema.extend({
  type: z.literal('brain.ingest'),
  data: brainIngestDataSchema,
});

export type Role = z.infer<typeof roleSchema>;
export type Citation = z.infer<typeof citationSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Branch = z.infer<typeof branchSchema>;
export type Completeness = z.infer<typeof completenessSchema>;
export type CaptureMode = z.infer<typeof captureModeSchema>;
export type Reader = z.infer<typeof readerSchema>;
export type Capture = z.infer<typeof captureSchema>;
export type BrainIngestData = z.infer<typeof brainIngestDataSchema>;
export type BrainIngestEvent = z.infer<typeof brainIngestEventSchema>;
export type Actor = z.infer<typeof actorSchema>;
export type Event = z.infer<typeof eventSchema>;
