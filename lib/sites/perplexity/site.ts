import type { Site } from '../site.ts';

/** `/search/<slug>`; `/` and `/search/new` hold a new thread. */
const CONVERSATION_PATH = /^\/(?:search(?:\/[^/]+)?)?\/?$/;

export const perplexitySite: Site = {
  id: 'perplexity',
  name: 'Perplexity',
  isOptional: true,
  matches: ['https://www.perplexity.ai/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname }) => /^\/search\/(?!new(?:\/|$))([^/]+)/.exec(pathname)?.[1] ?? null,
  // Since 2026-09, and before; last seen 2026-09.
  messageSelectors: ['[data-workflow-final-text]', '[class~="group/query"]', '[id^="markdown-content-"]'],
  // Takes the place of the submit button; the label is translated. On no saved page: none was saved in the middle of an answer.
  streamingSelectors: ['[data-testid="stop-generating-response-button"]', 'button[aria-label^="Stop"]'],
};
