import type { Site } from '../site.ts';

/** `/chat/<uuid>`, `/project/<uuid>/chat/<uuid>`, `/share/<uuid>`; `/new` and `/` hold a new chat before it has an address. */
const CONVERSATION_PATH = /^\/(?:(?:project\/[^/]+\/)?chat\/[^/]+|share\/[^/]+|new)?\/?$/;

export const claudeSite: Site = {
  id: 'claude',
  name: 'Claude',
  matches: ['https://claude.ai/*'],
  mayShowConversation: (url) => CONVERSATION_PATH.test(url.pathname),
  conversationIdOf: (url) => /\/(?:chat|share)\/([^/]+)/.exec(url.pathname)?.[1] ?? null,
  // Prompts and answers of every layout since 2024; last seen 2026-10.
  messageSelectors: ['[data-testid="user-message"]', '[data-cds="UserMessage"]', '[data-is-streaming]'],
  // Last seen 2026-11.
  scrollerSelectors: ['[data-autoscroll-container="true"]'],
  // Last seen 2026-11.
  composerSelectors: ['[data-testid="chat-input"]', 'div.ProseMirror[contenteditable="true"]'],
  // Incognito chats keep the parameter while they are open; seen since 2025-09.
  temporary: { parameters: ['incognito'], selectors: ['[data-testid="incognito-chat-header"]'] },
  streamingSelectors: [
    // The reply itself says so; all layouts since 2024, last seen 2026-10.
    '[data-is-streaming="true"]',
    // Takes the place of the send button while a reply is written; last seen 2026-10.
    '[data-testid="chat-input-stop"]',
    // Before the first word of a reply stands only its step "thinking"; last seen 2026-10.
    '[data-cds="TurnStatus"]:is([data-state="pending"], [data-state="busy"])',
  ],
};
