import type { Site } from '../site.ts';

/** Pages of the site that never show a conversation; seen 2026-11. */
const OTHER_PAGES =
  /^\/(?:admin|api|apps|auth|business|codex|download|explore|gpts|images|library|overview|pricing|settings|sora)(?:\/|$)/;

export const chatgptSite: Site = {
  id: 'chatgpt',
  name: 'ChatGPT',
  matches: ['https://chatgpt.com/*', 'https://chat.openai.com/*'],
  mayShowConversation: (url) => !OTHER_PAGES.test(url.pathname),
  conversationIdOf,
  // `/g/g-p-<id>-<name>/c/<id>`; the name is not part of the id. Last seen 2026-11.
  projectIdOf: (url) => /^\/g\/(g-p-[0-9a-f]+)/.exec(url.pathname)?.[1] ?? null,
  // Turns since 2026-09, signed in and out, and messages before; last seen 2026-11.
  messageSelectors: ['[data-turn-key]', '[data-conversation-transcript] > li', '[data-message-id]'],
  // Last seen 2026-11.
  scrollerSelectors: ['[data-app-action-timeline-scroll]', '[data-scroll-root]'],
  // Until 2026-09, and since; last seen 2026-11.
  composerSelectors: ['#prompt-textarea', '[data-composer-markdown]'],
  // The address of a temporary chat; seen since 2024-04.
  temporary: { parameters: ['temporary-chat'], selectors: [] },
  streamingSelectors: [
    // The composer's stop button, signed in; last seen 2026-11. The label is translated, so the test ids come first.
    '[data-testid="stop-button"]',
    'form button[aria-label="Stop"]',
    // Signed-out transcript: an answer that has begun and is not complete; last seen 2026-09.
    'li[data-message-role="assistant"][data-assistant-content-started]:not([data-message-complete])',
  ],
};

/** The conversation's id in `/c/<id>`, `/g/<gpt>/c/<id>`, `/share/<id>` and `/share/e/<id>`; null elsewhere. */
export function conversationIdOf(url: URL): string | null {
  return /\/(?:c|share(?:\/e)?)\/([\w:.-]+)\/?$/.exec(url.pathname)?.[1] ?? null;
}

export function isSharePage(url: URL): boolean {
  return url.pathname.startsWith('/share/');
}
