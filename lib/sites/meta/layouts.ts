import type { Layout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { metaSite } from './site.ts';

const ID = [{ attribute: 'data-message-id', in: 'around' }] as const;

/** Last seen 2026-05. */
const groups: Layout = {
  name: 'meta/2026-05',
  sign: '[class~="group/user-message"], [class~="group/assistant-message"]',
  user: {
    message: '[class~="group/user-message"]',
    // The words; the time below them is in the same kind of element, without this class. Last seen 2026-05.
    body: ['.whitespace-pre-wrap'],
    id: ID,
    rules: {},
  },
  assistant: {
    message: '[class~="group/assistant-message"]',
    // One for every paragraph, table and code block.
    body: ['.markdown-content'],
    id: ID,
    rules: {
      // Every line is an element; the language stands above them twice. Last seen 2026-05.
      code: [
        {
          block: '.ur-code-block',
          text: ['pre code', 'pre'],
          line: 'code > span.block',
          label: ['.ur-code-block__metadata'],
        },
      ],
    },
  },
};

export const metaPages: SitePages = {
  site: metaSite,
  layouts: [groups],
  // Last seen 2026-05.
  traces: '[data-message-item], .markdown-content',
  siteNameInTitle: /(?:^| [-|•] )Meta AI$/,
};
