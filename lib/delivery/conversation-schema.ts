import { z } from 'zod';
import {
  branchSchema,
  captureModeSchema,
  completenessSchema,
  messageSchema,
  readerSchema,
  SOURCE,
} from '../protocol/event.ts';
import type { Conversation } from '../sites/conversation.ts';

/** What a content script may hand over. It runs beside a page that nobody vouches for, so all of it is checked. */
export const conversationSchema = z.object({
  source: z.string().regex(SOURCE),
  sessionId: z.string().min(1).max(512),
  title: z.string().max(2_000),
  url: z.url({ protocol: /^https$/ }),
  messages: z.array(messageSchema).min(1),
  branches: z.array(branchSchema).exactOptional(),
  reader: readerSchema,
  layout: z.string().max(100),
  completeness: completenessSchema,
  unknownParts: z.int().positive().exactOptional(),
});

/** Fails to compile when the checked shape and the readers' shape drift apart. */
conversationSchema satisfies z.ZodType<Conversation>;

/** What a content script may say of its capture. A selection is asked for by the worker and by nobody else. */
export const captureModeInputSchema = captureModeSchema.extract(['manual', 'auto', 'backfill']);
