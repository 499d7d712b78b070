import type { MarkdownRules } from '../../markdown/rules.ts';
import type { Layout, RoleLayout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { grokSite } from './site.ts';

const RULES: MarkdownRules = {
  code: [
    // The frame of a code block, with the language above the code; last seen 2025-11.
    { block: '[data-testid="code-block"]', text: ['pre code', 'pre'], label: ['span.font-mono'] },
  ],
  // Pages of the web that an answer names; on no saved page yet.
  chips: [{ chip: 'a.citation, .citation:has(a[href])' }],
};

/** What both roles have in common. */
const MESSAGE = {
  // The text; the bubble where nothing is marked as text. Last seen 2026-09.
  body: ['.response-content-markdown', '.message-bubble'],
  // The row is named after the response of the site's API; last seen 2025-11.
  id: [
    { attribute: 'id', prefix: 'response-' },
    { attribute: 'id', prefix: 'response-', in: 'around' },
  ],
} satisfies Partial<RoleLayout>;

const USER: Omit<RoleLayout, 'message'> = {
  ...MESSAGE,
  // Names of uploads beside the bubble; on no saved page yet.
  files: 'figure + .truncate',
  names: [{ selector: '.truncate' }, { selector: 'img', attribute: 'alt' }],
  // Last seen 2026-09.
  pictures: 'img[src*="/preview-image"]:not(figure *)',
  // The paragraphs of a prompt show its lines; the style is inline. Last seen 2025-11.
  rules: { ...RULES, keepLines: ['.response-content-markdown p'] },
};

const ASSISTANT: Omit<RoleLayout, 'message'> = {
  ...MESSAGE,
  // Open or closed; closed it holds a button ("Thought for 9s") and nothing legible. Last seen 2026-09.
  reasoning: '.thinking-container',
  // A generated picture is drawn twice, once as its own shadow; last seen 2026-09.
  pictures: '[class*="group/image"] img:not(.absolute)',
  rules: RULES,
};

/** Since 2026-09: the bubble of an answer says what it is, that of a prompt not on every account. */
const testIds: Layout = {
  name: 'grok/2026-09',
  sign: '[data-testid="assistant-message"]',
  user: {
    ...USER,
    message:
      '[id^="response-"]:not(:has([data-testid="assistant-message"])), .message-bubble:not([data-testid="assistant-message"])',
  },
  assistant: {
    ...ASSISTANT,
    message: '[id^="response-"]:has([data-testid="assistant-message"]), [data-testid="assistant-message"]',
  },
};

/** Rows of prompts stand at the end of the line, rows of answers at its start; last seen 2025-11. */
const aligned: Layout = {
  name: 'grok/2025-11',
  // fallback since 2026-09
  sign: ':is(.items-end, .items-start) > .message-bubble',
  // Uploads alone and pictures alone have no bubble.
  user: { ...USER, message: '.items-end:is([id^="response-"], :has(> .message-bubble))' },
  assistant: { ...ASSISTANT, message: '.items-start:is([id^="response-"], :has(> .message-bubble))' },
};

/** Rows without a side: what can be done with a message tells who wrote it. English pages only; last seen 2025-11. */
const byButtons: Layout = {
  name: 'grok/2025-11-buttons',
  // fallback since 2025-11
  sign: '.action-buttons [aria-label="Regenerate"]',
  user: { ...USER, message: ':has(> .message-bubble):has(> .action-buttons [aria-label="Edit"])' },
  assistant: { ...ASSISTANT, message: ':has(> .message-bubble):has(> .action-buttons [aria-label="Regenerate"])' },
};

export const grokPages: SitePages = {
  site: grokSite,
  layouts: [testIds, aligned, byButtons],
  // Last seen 2026-09.
  traces: '.message-bubble, .response-content-markdown',
  siteNameInTitle: /(?:^| [-|] )Grok$/,
};
