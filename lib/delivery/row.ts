import { z } from 'zod';
import type { DeliveryReason, DeliveryState } from '../messages.ts';

/** A request of ours: what was sent beside the body. The browser adds headers of its own. */
const sentRequestSchema = z.object({
  url: z.string(),
  /** Signatures among them, no secret. */
  headers: z.record(z.string(), z.string()),
  atMs: z.number(),
  /** Long texts went before it, by reference: the body is not the one that is kept, but `bodyApart` of it. */
  isApart: z.literal(true).exactOptional(),
});

/** One event on its way. Its body lies apart, in `bodies`, so that listing a long queue never loads it. Times in UNIX milliseconds. */
export const deliveryRowSchema = z.object({
  /** Order of capture; given by the database. Events that take the place of a larger one lie between two whole numbers. */
  sequence: z.number(),
  eventId: z.string(),
  workspaceId: z.string(),
  /** The endpoint it was captured for. Another one with the same workspace gets it too, but then says nothing about this one. */
  endpoint: z.string(),
  source: z.string(),
  title: z.string(),
  url: z.string(),
  messageCount: z.number().int(),
  /** Shared by the parts of one capture. */
  captureId: z.string(),
  state: z.custom<DeliveryState>((value) => typeof value === 'string'),
  reason: z.custom<DeliveryReason>((value) => typeof value === 'string').nullable(),
  /** What the receiver said about a refused event, for a person to read. */
  detail: z.string().nullable(),
  /** What the receiver said when it was delivered. */
  how: z.enum(['accepted', 'duplicate']).nullable(),
  /** Attempts so far. */
  attempts: z.number().int(),
  createdAtMs: z.number(),
  /** `null` unless it is delivered: delivered rows are found and pruned by it. */
  deliveredAtMs: z.number().nullable(),
  /**
   * When it may be claimed; the end of its lease while it is being sent. Only the first event of a lane has one, so the
   * index `due` holds exactly what can be claimed, however long the queue is.
   */
  dueAtMs: z.number().optional(),
  /** Its conversation, while undelivered: events of one lane go one at a time, in order. */
  lane: z.string().optional(),
  /** Of the attempt under way. Every later write is guarded by the token, so a worker that lost its lease changes nothing. */
  lease: z.object({ token: z.string(), untilMs: z.number() }).nullable(),
  /** Its id is of this installation alone: no other can have sent it. */
  hasOwnId: z.literal(true).exactOptional(),
  /** Of the last attempt whose end is known. Missing before the first, and for attempts of older versions. */
  sent: sentRequestSchema.exactOptional(),
});

export type SentRequest = z.infer<typeof sentRequestSchema>;
export type DeliveryRow = z.infer<typeof deliveryRowSchema>;
export type NewDeliveryRow = Omit<DeliveryRow, 'sequence'>;
