import type { Layout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { mistralSite } from './site.ts';

/** Beside the answer that is shown stand others that are not; last seen 2026-07. */
const SHOWN = ':not([aria-hidden="true"])';
const ID = [{ attribute: 'data-message-id' }];

/** Every message names its author, every part of it its kind; last seen 2026-11. */
const authorRole: Layout = {
  name: 'mistral/2026-07',
  sign: '[data-message-author-role]',
  user: {
    message: `[data-message-author-role="user"]${SHOWN}`,
    body: ['[data-testid="message-content"]', '[data-message-author-role="user"]'],
    id: ID,
    rules: { drop: ['time'] },
  },
  assistant: {
    message: `[data-message-author-role="assistant"]${SHOWN}`,
    body: ['[data-message-part-type="answer"]'],
    reasoning: '[data-message-part-type="reasoning"]',
    id: ID,
    files: '[data-testid="attachment-card"]',
    names: [{ selector: '[data-file-name]', attribute: 'data-file-name' }],
    rules: {
      drop: ['time', '[data-testid="response-actions"]'],
      chips: [{ chip: '[data-testid="citation-source"]' }],
      code: [
        {
          block: '[data-testid="code-block"], [data-code-block]',
          text: ['pre code', 'pre'],
          label: ['[data-testid="code-header"]', '[data-code-language]'],
        },
      ],
    },
  },
};

export const mistralPages: SitePages = {
  site: mistralSite,
  layouts: [authorRole],
  // Last seen 2026-07.
  traces: '[data-message-part-type], [data-testid="conversation-thread"]',
  title: ['[data-testid="conversation-title"]'],
  siteNameInTitle: /(?:^| [-|] )(?:Le Chat|Mistral AI|Mistral)(?: [-|] Mistral AI)?$/,
};
