import { z } from 'zod';
import type { ConversationFacts } from '../messages.ts';

export const idSchema = z.string().min(1).max(512);

/** What a content script says of its conversation. It runs beside a page that nobody vouches for. */
export const factsSchema = z.object({
  conversationId: idSchema,
  title: z.string().max(2_000),
  projectId: idSchema.exactOptional(),
}) satisfies z.ZodType<ConversationFacts>;
