import type { Site } from '../site.ts';

/** `/app/<id>`, `/gem/<gem>/<id>`, `/share/<id>`, each also under `/u/<account>`; `/app` and `/` hold a new chat. */
const CONVERSATION_PATH = /^(?:\/u\/\d+)?\/?(?:(?:app|gem|share)(?:\/[^/]+){0,2})?\/?$/;

export const geminiSite: Site = {
  id: 'gemini',
  name: 'Gemini',
  matches: ['https://gemini.google.com/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: (url) => /\/(?:app|share|gem\/[^/]+)\/([^/]+)/.exec(url.pathname)?.[1] ?? null,
  // In the app and on share pages; last seen 2026-10.
  messageSelectors: ['user-query', 'model-response', 'response-container'],
  // Last seen 2026-11.
  scrollerSelectors: [
    'infinite-scroller[data-test-id="chat-history-container"]',
    '[data-test-id="chat-history-container"]',
  ],
  // Last seen 2026-11.
  composerSelectors: ['rich-textarea .ql-editor', '.ql-editor'],
  // The button that begins and ends a temporary chat is lit while one is open; seen since 2025-08.
  temporary: { parameters: [], selectors: ['[data-test-id="temp-chat-button"].temp-chat-on'] },
  streamingSelectors: [
    // The text of an answer, while it grows; last seen 2026-07.
    'message-content .markdown[aria-busy="true"]',
    // The send button, which stops the answer while there is one; its label is translated, its class is not. Last seen 2026-07.
    'button.send-button.stop, .send-button-container .stop',
    // The avatar turns; last seen 2026-04.
    '.avatar_spinner_animation[data-test-lottie-animation-status="playing"]',
  ],
};
