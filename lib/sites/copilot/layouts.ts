import type { Layout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { copilotSite } from './site.ts';

/** Last seen 2026-11. */
const byContent: Layout = {
  name: 'copilot/2026-07',
  sign: '[data-content="user-message"], [data-content="ai-message"]',
  user: { message: '[data-content="user-message"]', id: [], rules: { keepLines: ['[data-content="user-message"]'] } },
  assistant: {
    message: '[data-content="ai-message"]',
    body: ['[data-testid="ai-message-body"]', '[class~="group/ai-message-item"]', '[data-content="ai-message"]'],
    id: [],
    rules: {
      drop: ['[data-testid="message-item-reactions"]'],
      // The frame of a code block, with the language above the code; last seen 2026-07.
      code: [{ block: '.rounded-xl:has(pre)', text: ['pre code', 'pre'], label: ['.capitalize'] }],
    },
  },
};

export const copilotPages: SitePages = {
  site: copilotSite,
  layouts: [byContent],
  // Last seen 2026-07.
  traces: '[data-testid="ai-message-body"], [class~="group/ai-message"], [class~="group/user-message"]',
  siteNameInTitle: /^Microsoft Copilot(?:: |$)/,
};
