import type { Site } from '../site.ts';

/** `/prompts/<id>`, also under `/app` and `/u/<account>`; `new_chat` stands for one that has no id yet. */
const CONVERSATION_PATH = /^(?:\/u\/\d+)?(?:\/app)?\/prompts\/[\w-]+\/?$/;

export const aistudioSite: Site = {
  id: 'aistudio',
  name: 'Google AI Studio',
  isOptional: true,
  matches: ['https://aistudio.google.com/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /\/prompts\/(?!new_)([\w-]+)/.exec(pathname)?.[1] ?? null,
  // Last seen 2026-11.
  messageSelectors: ['ms-chat-turn'],
  // The button "Run" while it runs. On no saved page: none was saved in the middle of an answer.
  streamingSelectors: ['run-button .spin, ms-run-button .spin'],
};
