import type { Site } from '../site.ts';

/** `/prompt/<id>`, `/c/<id>`; `/` holds a new chat. */
const CONVERSATION_PATH = /^\/(?:(?:prompt|c)\/[\w-]+)?\/?$/;

export const metaSite: Site = {
  id: 'meta',
  name: 'Meta AI',
  isOptional: true,
  matches: ['https://www.meta.ai/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/(?:prompt|c)\/([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-05.
  messageSelectors: ['[data-message-item]'],
  // Last seen 2026-05.
  streamingSelectors: ['[data-streaming-complete="false"]'],
};
