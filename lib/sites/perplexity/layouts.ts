import type { MarkdownRules } from '../../markdown/rules.ts';
import type { Layout, RoleLayout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { perplexitySite } from './site.ts';

const USER: Omit<RoleLayout, 'message'> = {
  // The words alone, without the time and the buttons beside them; the message where they are not marked. Last seen 2026-09.
  body: ['.select-text', '[class~="group/query"]', '[class*="whitespace-pre"]', '*'],
  id: [],
  rules: { keepLines: ['[class*="whitespace-pre"]'], drop: ['.absolute'] },
};

const RULES: MarkdownRules = {
  drop: ['.citation-nbsp'],
  // A source, with a link until 2026-07; what it says ("site +1") is not the answer's. Last seen 2026-09.
  chips: [{ chip: '.citation' }],
  // The language stands above the code, in a `pre` of its own; last seen 2026-05.
  code: [{ block: 'pre', text: ['code'], label: ['[data-testid="code-language-indicator"]'] }],
};

const ASSISTANT: Omit<RoleLayout, 'message'> = {
  body: ['.prose'],
  id: [],
  // Since 2026-07 a source is no link any more; last seen 2026-09.
  sourceAddress: 'data-pplx-citation-url',
  rules: RULES,
};

/** Since 2026-09: a flat list of prompts, steps and answers; what is scrolled away is an empty place in it. */
const workflow: Layout = {
  name: 'perplexity/2026-09',
  sign: '[data-workflow-final-text], [class~="group/user-bubble"]',
  hole: ':has(> [data-workflow-final-text]) > :empty, [data-workflow-final-text]:empty',
  user: { ...USER, message: '[class~="group/user-bubble"]' },
  assistant: { ...ASSISTANT, message: '[data-workflow-final-text], [class~="group/final-text"]' },
};

/** A heading for every prompt and a numbered block for every answer; last seen 2026-05. */
const headings: Layout = {
  name: 'perplexity/2025',
  // fallback since 2026-09
  sign: '[class~="group/query"], [id^="markdown-content-"]',
  user: { ...USER, message: '[class~="group/query"]' },
  assistant: { ...ASSISTANT, message: '[id^="markdown-content-"]' },
};

export const perplexityPages: SitePages = {
  site: perplexitySite,
  layouts: [workflow, headings],
  // Last seen 2026-09.
  traces: '[data-pplx-citation-url], [class~="group/final-text"], .prose',
  siteNameInTitle: /(?:^| [-–|] )Perplexity(?: AI)?$/,
};
