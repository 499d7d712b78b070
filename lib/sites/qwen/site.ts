import type { Site } from '../site.ts';

/** `/c/<id>`, `/s/<id>` for a shared chat; `/` and `/c/guest` hold a new chat. */
const CONVERSATION_PATH = /^\/(?:[cs]\/[\w-]+)?\/?$/;

export const qwenSite: Site = {
  id: 'qwen',
  name: 'Qwen',
  isOptional: true,
  matches: ['https://chat.qwen.ai/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/[cs]\/(?!guest(?:\/|$))([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-11.
  messageSelectors: ['.qwen-chat-message'],
  // Takes the place of the send button. On no saved page: none was saved in the middle of an answer.
  streamingSelectors: ['.stop-button'],
};
