import type { Site } from '../site.ts';

/** `/c/<id>`, `/share/<id>`, `/project/<id>?chat=<id>`; `/` and `/c` hold a new chat. `/chat/<id>` until 2025. */
const CONVERSATION_PATH = /^\/(?:(?:c|chat|share|project)(?:\/[\w-]+)?)?\/?$/;

export const grokSite: Site = {
  id: 'grok',
  name: 'Grok',
  isOptional: true,
  matches: ['https://grok.com/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: ({ pathname, searchParams }) =>
    /^\/(?:c|chat|share)\/([\w-]+)/.exec(pathname)?.[1] ?? searchParams.get('chat'),
  // A row of one message, then its bubble alone; last seen 2026-09.
  messageSelectors: ['[id^="response-"]', '.message-bubble'],
  streamingSelectors: [
    // Takes the place of the send button; English pages only. On no saved page: none was saved in the middle of an answer.
    'form button[aria-label^="Stop"]',
  ],
};
