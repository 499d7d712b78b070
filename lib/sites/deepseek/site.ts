import type { Site } from '../site.ts';

/** `/a/chat/s/<id>`, `/share/<id>`; `/` and `/a/chat` hold a new chat. */
const CONVERSATION_PATH = /^\/(?:a\/chat(?:\/s\/[\w-]+)?|share\/[\w-]+)?\/?$/;

export const deepseekSite: Site = {
  id: 'deepseek',
  name: 'DeepSeek',
  isOptional: true,
  matches: ['https://chat.deepseek.com/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/(?:a\/chat\/s|share)\/([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-09.
  messageSelectors: ['.ds-message'],
  // The send button with a square in place of the arrow; last seen 2026-09.
  streamingSelectors: ['.ds-button--primary.ds-button--circle:has(svg rect)'],
};
