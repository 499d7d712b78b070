import type { Site } from '../site.ts';

/** `/chats/<id>`, `/shares/<id>`, `/chat/conversation/<id>`; `/`, `/chats` and `/chat` hold a new chat. */
const CONVERSATION_PATH = /^\/(?:chats(?:\/[\w-]+)?|shares\/[\w-]+|chat(?:\/conversation\/[\w-]+)?)?\/?$/;

export const copilotSite: Site = {
  id: 'copilot',
  name: 'Copilot',
  isOptional: true,
  matches: ['https://copilot.microsoft.com/*', 'https://copilot.com/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/(?:chats|shares|chat\/conversation)\/([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-11.
  messageSelectors: ['[data-content="user-message"]', '[data-content="ai-message"]'],
  // Takes the place of the send button. On no saved page: none was saved in the middle of an answer.
  streamingSelectors: ['[data-testid="stop-button"]'],
};
