import type { NamePlace } from '../attachments.ts';
import type { Layout } from '../layout.ts';
import type { MarkdownRules } from '../../markdown/rules.ts';

/** Shown on every ChatGPT page: uploads and generated pictures come from here; last seen 2026-11. */
const SITE_PICTURES = 'img[src*="/backend-api/estuary/"], img[src*="oaiusercontent.com"], img[src^="blob:"]';

/** Signed in, since 2026-09-21: prompt and answer are one turn, class names are hashed, code has no `<pre>`. */
const pairTurn: Layout = {
  name: 'chatgpt/2026-09-pair-turn',
  // The turn, and the unit inside it; either is missing on some accounts. Last seen 2026-11.
  sign: '[data-turn-key] [data-user-message-bubble], [data-chatgpt-search-unit-key], [data-content-search-unit-key]',
  user: {
    // The unit of a prompt; the bubble alone where there is no unit key. Last seen 2026-11.
    message: [
      '[data-chatgpt-search-unit-key$=":user"], [data-content-search-unit-key$=":user"]',
      '[data-turn-key] [data-user-message-bubble]',
    ].join(', '),
    body: ['[data-user-message-bubble]'],
    id: [
      { attribute: 'data-chatgpt-search-message-ids' },
      { attribute: 'data-chatgpt-search-message-ids', in: 'inside' },
      { attribute: 'data-chatgpt-search-message-ids', in: 'around' },
      // A turn is named after its prompt.
      { attribute: 'data-turn-key', in: 'around' },
    ],
    // Uploads stand above the bubble. Last seen 2026-10.
    pictures: 'img',
    rules: { keepLines: ['[data-user-message-bubble]'] },
  },
  assistant: {
    // The unit of an answer; an answer of pictures alone has no unit key. Last seen 2026-11.
    message: [
      '[data-chatgpt-search-unit-key$=":assistant"], [data-content-search-unit-key$=":assistant"]',
      '[data-chatgpt-search-message-ids]:has([data-testid="generated-image-gallery"]):not(:has([data-user-message-bubble]))',
      '[data-testid="generated-image-gallery"]',
      '[data-chatgpt-selection-message-id]',
    ].join(', '),
    body: [
      '[data-markdown-text-style="assistant-message"]',
      'div[class^="MarkdownRoot"]',
      '[data-chatgpt-selection-message-id]',
    ],
    id: [
      // The id on the rendered text, which is the message where there is no unit; the unit's own list also names tools.
      { attribute: 'data-chatgpt-selection-message-id' },
      { attribute: 'data-chatgpt-selection-message-id', in: 'inside' },
      { attribute: 'data-chatgpt-search-message-ids' },
      { attribute: 'data-chatgpt-search-message-ids', in: 'around' },
    ],
    pictures: '[data-testid="generated-image-gallery"] img',
    rules: {
      // Language labels, favicons, dates, the words "ChatGPT said:". Last seen 2026-11.
      drop: ['[data-markdown-copy="exclude"]', '[data-conversation-role]', '[role="separator"]'],
      code: [
        {
          // Last seen 2026-11; the editor's text box and the plain block are two states of one block.
          block: '[data-markdown-copy="code-block"]',
          text: ['[role="textbox"][data-language]', '.cm-content', 'code', 'pre'],
          label: ['[data-markdown-copy="exclude"]'],
        },
      ],
    },
  },
};

/** Signed out, since 2026-09-25. */
const transcript: Layout = {
  name: 'chatgpt/2026-09-transcript',
  // Last seen 2026-09.
  sign: '[data-conversation-transcript]',
  user: {
    message: 'li[data-message-role="user"]',
    body: ['[data-user-message-copy]', '[data-user-message-bubble]'],
    id: [{ attribute: 'id' }],
    pictures: SITE_PICTURES,
    rules: { keepLines: ['[data-user-message-copy]', '[data-user-message-bubble]'] },
  },
  assistant: {
    message: 'li[data-message-role="assistant"]',
    body: ['[data-assistant-markdown]'],
    id: [{ attribute: 'id' }],
    pictures: SITE_PICTURES,
    rules: {
      drop: ['[data-message-content-controls]'],
      // The button "Sources" under an answer, then the chips in its text. Last seen 2026-09.
      chips: [
        {
          chip: '[data-content-reference-type="sources_footnote"]',
          payload: 'data-assistant-sources-payload',
          isBeside: true,
        },
        {
          // Behind a sentence the name of a source and how many more there are, inside one a few words of the answer.
          chip: '[data-assistant-sources-payload]',
          payload: 'data-assistant-sources-payload',
          label: '[data-assistant-reference-title]',
        },
      ],
      math: ['[data-assistant-math-rendered]'],
      displayMath: ['[data-assistant-math-rendered="display"]'],
    },
  },
};

/** A tile says its name aloud, or cuts it in a line of its own; last seen 2026-09. */
const CARD_NAMES: readonly NamePlace[] = [
  { selector: '[class*="group/file-tile"][aria-label]', attribute: 'aria-label' },
  { selector: '.truncate .truncate' },
  { selector: '.truncate' },
  { selector: 'img', attribute: 'alt' },
  { selector: '.font-semibold, a, span, div' },
];
/** `article` until 2026-03, `section` since; last seen 2026-09. */
const TURN = '[data-turn], [data-testid^="conversation-turn-"]';

const PROSE_RULES: MarkdownRules = {
  // Action bars, the header of a writing block, layers of a generated picture; last seen 2026-09.
  drop: ['[role="group"]', '[data-testid="writing-block-header-surface"]', '[class*="group/imagegen-image"]'],
  // Web citations; last seen 2026-09.
  chips: [{ chip: '[data-testid="webpage-citation-pill"]' }],
  code: [
    {
      // The editor's content since 2026-03 (a `<pre>` inside the `<pre>`), `<code>` before. Last seen 2026-09.
      block: 'pre',
      text: ['.cm-content', 'code'],
      label: ['.flex.items-center.text-token-text-secondary', '.flex.items-center', '.text-sm.font-medium', '.sticky'],
    },
  ],
};

/** Until 2026-09, since 2023-09: every message names its author. */
const authorRole: Layout = {
  name: 'chatgpt/2023-09',
  // fallback since 2026-09-21
  sign: '[data-message-author-role], [data-turn="assistant"]',
  user: {
    message: '[data-message-author-role="user"]',
    id: [{ attribute: 'data-message-id' }, { attribute: 'data-turn-id', in: 'around' }],
    // Tiles above the bubble; last seen 2026-09.
    files: '[class*="group/file-tile"], .flex-wrap.justify-end > :not(:has(img))',
    names: CARD_NAMES,
    pictures: 'img',
    rules: { drop: ['[role="group"]'] },
  },
  assistant: {
    // A message; a whole turn when it holds none, which is how pictures are answered. Last seen 2026-09.
    message: '[data-message-author-role="assistant"], [data-turn="assistant"]:not(:has([data-message-author-role]))',
    id: [{ attribute: 'data-message-id' }, { attribute: 'data-turn-id' }],
    model: { attribute: 'data-message-model-slug' },
    turn: TURN,
    // A document in the canvas, which stands beside the messages of its turn. Last seen 2025-12.
    files: '[id^="textdoc-message-"]',
    names: CARD_NAMES,
    // Generated pictures stand beside the messages too; pictures found in the web open on a click. Last seen 2026-06.
    pictures: '[class*="group/imagegen-image"] [class*="z-1"] > img, [class*="group/imagegen-image"] > img, button img',
    rules: PROSE_RULES,
  },
};

/** Until 2023-09: rows without roles; an answer is what holds rendered Markdown. */
const rows: Layout = {
  name: 'chatgpt/2023-03',
  // fallback since 2023-09-01
  sign: '.group.w-full .markdown.prose, .group .whitespace-pre-wrap',
  user: {
    message: '.whitespace-pre-wrap:not(.markdown):not(:has(.markdown))',
    id: [],
    files: '.group.relative.inline-block.text-xs',
    names: CARD_NAMES,
    rules: {},
  },
  assistant: {
    message: '.markdown.prose',
    id: [],
    rules: { ...PROSE_RULES, code: [{ block: 'pre', text: ['code'], label: ['span'] }] },
  },
};

/** Newest first: the first whose sign is in the page is used. */
export const layouts: readonly Layout[] = [pairTurn, transcript, authorRole, rows];
