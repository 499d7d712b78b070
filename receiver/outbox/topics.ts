import { z } from 'zod';
import { eventPatternSchema } from '../webhooks/event-filter.ts';

const MAX_TOPICS = 50;

/** Topics as a person writes them: `chat.*,webhook.github.*`; nothing for all. */
export const topicsSchema = z
  .string()
  .default('*')
  .transform((text) => text.split(',').map((topic) => topic.trim()))
  .pipe(z.array(eventPatternSchema).max(MAX_TOPICS));
