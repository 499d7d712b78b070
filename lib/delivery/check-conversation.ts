import type { Conversation } from '../sites/conversation.ts';
import { siteAt } from '../sites/registry.ts';
import { conversationSchema } from './conversation-schema.ts';

/**
 * What a content script handed over, if it can be a conversation of the page that it runs in. The site is the sender's,
 * whatever the message says.
 */
export function checkConversation(input: unknown, from: URL | null): Conversation | null {
  const parsed = conversationSchema.safeParse(input);
  if (!parsed.success || !from || siteAt(from)?.id !== parsed.data.source) return null;
  return new URL(parsed.data.url).origin === from.origin ? parsed.data : null;
}
