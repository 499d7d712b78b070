import type { Layout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { qwenSite } from './site.ts';

/** Last seen 2026-11. */
const messages: Layout = {
  name: 'qwen/2026-05',
  sign: '.qwen-chat-message',
  user: {
    message: '.qwen-chat-message-user',
    // One for every chunk of a long prompt.
    body: ['.user-message-content'],
    id: [{ attribute: 'id', prefix: 'qwen-chat-message-user-' }],
    rules: { keepLines: ['.user-message-content'] },
  },
  assistant: {
    message: '.qwen-chat-message-assistant',
    // Each phase of an answer is a block of its own; last seen 2026-05.
    body: ['.response-message-content.phase-answer', '.response-message-content'],
    id: [{ attribute: 'id', prefix: 'qwen-chat-message-assistant-' }],
    rules: {
      // An editor, which draws each line as an element. Last seen 2026-05.
      code: [
        {
          block: 'pre',
          text: ['.view-lines', 'code'],
          line: '.view-line',
          label: ['.qwen-markdown-code-header > div'],
        },
      ],
    },
  },
};

export const qwenPages: SitePages = {
  site: qwenSite,
  layouts: [messages],
  // Last seen 2026-05.
  traces: '.qwen-markdown, .response-message-content, .user-message-content',
  siteNameInTitle: /(?:^| [-|] )Qwen(?: Chat| Studio)?$/,
};
