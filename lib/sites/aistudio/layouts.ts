import type { MarkdownRules } from '../../markdown/rules.ts';
import type { Layout, RoleLayout } from '../layout.ts';
import type { SitePages } from '../layout-reader.ts';
import { aistudioSite } from './site.ts';

const RULES: MarkdownRules = {
  // "Model 6:43 AM", the headers of folded parts, menus. Last seen 2026-02.
  drop: ['.author-label', 'mat-expansion-panel-header', '.actions-container', 'mat-icon, .material-symbols-outlined'],
  code: [{ block: 'ms-code-block', text: ['pre code', 'pre'], label: ['.title'] }],
};

const TURN: Omit<RoleLayout, 'message'> = {
  body: ['.turn-content'],
  id: [{ attribute: 'id', prefix: 'turn-' }],
  rules: RULES,
};

/** A turn is one message; the text of turns that are scrolled away is not drawn. Last seen 2026-11. */
const turns: Layout = {
  name: 'aistudio/2026-02',
  sign: 'ms-chat-turn :is(.user-prompt-container, .model-prompt-container)',
  hole: 'ms-chat-turn .turn-content:not(:has(*))',
  user: { ...TURN, message: 'ms-chat-turn:has(.user-prompt-container)' },
  assistant: { ...TURN, message: 'ms-chat-turn:has(.model-prompt-container)', reasoning: 'ms-thought-chunk' },
};

export const aistudioPages: SitePages = {
  site: aistudioSite,
  layouts: [turns],
  // Last seen 2026-02.
  traces: 'ms-chat-turn, ms-prompt-chunk',
  siteNameInTitle: /(?:^| [-|] )(?:Google )?AI Studio$/,
};
