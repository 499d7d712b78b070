import { z } from 'zod';
import type { DeliveryReason, DeliveryState } from '../messages.ts';

/** One event on its way. Its body lies apart, in `bodies`, so that listing a long queue never loads it. Times in UNIX milliseconds. */
export const deliveryRowSchema = z.object({
  /** Order of capture; given by the database. */
  sequence: z.number().int(),
  eventId: z.string(),
  workspaceId: z.string(),
  source: z.string(),
  title: z.string(),
  url: z.string(),
  messageCount: z.number().int(),
  state: z.custom<DeliveryState>((value) => typeof value === 'string'),
  reason: z.custom<DeliveryReason>((value) => typeof value === 'string').nullable(),
  /** What the receiver said when it was delivered. */
  how: z.enum(['accepted', 'duplicate']).nullable(),
  /** Attempts so far. */
  attempts: z.number().int(),
  createdAtMs: z.number(),
  deliveredAtMs: z.number().nullable(),
  /** When it may be claimed. Missing in a row that waits for nothing: such rows are not in the index `due`. */
  dueAtMs: z.number().optional(),
  /** Its conversation, while undelivered: events of one lane go one at a time, in order. */
  lane: z.string().optional(),
  /** Of the attempt under way. Every later write is guarded by the token, so a worker that lost its lease changes nothing. */
  lease: z.object({ token: z.string(), untilMs: z.number() }).nullable(),
});

export type DeliveryRow = z.infer<typeof deliveryRowSchema>;
export type NewDeliveryRow = Omit<DeliveryRow, 'sequence'>;
