import type { Layout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { deepseekSite } from './site.ts';

/** Names of classes that are hashed change with every build of the site: only those that begin with `ds-` are used. */
const ANSWER = ':has(.ds-markdown, .ds-think-content)';
const THOUGHT = '.ds-think-content';
/** The rows of the list are named after the message of the site's API, which numbers them; last seen 2026-09. */
const ROW = { attribute: 'data-virtual-list-item-key', in: 'around' } as const;

/** Prompts and answers are rows of a virtual list, in the app and on share pages; last seen 2026-09. */
const rows: Layout = {
  name: 'deepseek/2025-10',
  sign: '.ds-message',
  // Regenerated answers leave gaps in the numbers, so only the beginning of the list tells something.
  number: ROW,
  user: {
    message: `.ds-message:not(${ANSWER})`,
    id: [ROW],
    // The style of a prompt's own class, which is hashed.
    rules: { keepLines: ['.ds-message'], drop: ['[role="button"]'] },
  },
  assistant: {
    message: `.ds-message${ANSWER}`,
    // Thinking is rendered as Markdown too; the first is missing until 2026. Last seen 2026-09.
    body: ['.ds-assistant-message-main-content', '.ds-markdown'],
    id: [ROW],
    reasoning: THOUGHT,
    rules: {
      drop: ['[role="button"]', '.ds-scroll-area__gutters'],
      // The number of a page that was found; last seen 2026-07.
      chips: [{ chip: 'a:has(> .ds-markdown-cite)' }],
      // Last seen 2026-07; the button "Copy" stands where the language does.
      code: [{ block: '.md-code-block', text: ['pre'], label: ['.md-code-block-banner span:not(button *)'] }],
    },
  },
};

export const deepseekPages: SitePages = {
  site: deepseekSite,
  layouts: [rows],
  // Last seen 2026-09.
  traces: '.ds-markdown, [data-virtual-list-item-key]',
  siteNameInTitle: /^DeepSeek(?: - .*)?$| - DeepSeek$/,
};
