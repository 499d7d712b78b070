import type { Site } from '../site.ts';

/** `/chat/<id>`; `/` and `/chat` hold a new chat. */
const CONVERSATION_PATH = /^\/(?:chat(?:\/[\w-]+)?)?\/?$/;

export const mistralSite: Site = {
  id: 'mistral',
  name: 'Mistral',
  isOptional: true,
  matches: ['https://chat.mistral.ai/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/chat\/([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-11.
  messageSelectors: ['[data-message-author-role]'],
  // Last seen 2026-07.
  streamingSelectors: ['[data-message-author-role="assistant"][aria-busy="true"]'],
};
