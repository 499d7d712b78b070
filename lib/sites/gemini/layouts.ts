import type { NamePlace } from '../attachments.ts';

/** One kind of Gemini's conversation page, as data. The first whose `sign` is in the page is used. */
export interface GeminiLayout {
  readonly id: string;
  readonly sign: string;
  readonly prompt: string;
  readonly answer: string;
}

export const GEMINI_LAYOUTS: readonly GeminiLayout[] = [
  {
    // A shared conversation: no `model-response`. Seen 2026-09.
    id: 'gemini/share',
    sign: 'share-turn-viewer',
    prompt: 'user-query, user-query-content',
    answer: 'response-container',
  },
  {
    // The app's own elements are the same since 2025-06; last seen 2026-07. The container alone: seen 2025-06.
    id: 'gemini/app',
    sign: 'user-query, model-response',
    prompt: 'user-query',
    answer: 'model-response, response-container',
  },
];

/** Panel beside the conversation with a document: not a message, although it holds a `response-container`. Last seen 2026-07. */
export const PANEL = 'immersive-panel, deep-research-immersive-panel, immersive-editor';

/** An open report of Deep Research; last seen 2026-07. */
export const REPORT = '#extended-response-markdown-content';

/** Lines of a prompt, each a `p`; last seen 2026-07. */
export const PROMPT_LINE = '.query-text-line';
/** A prompt's words: all of it, without lines; the second is what is left without either. Last seen 2026-09. */
export const PROMPT_TEXT: readonly string[] = [
  '.query-text',
  'user-query-content',
  '.query-content',
  '.user-query-container',
];

/** The words of an answer; last seen 2026-07. The last is a fallback since 2026-01. */
export const ANSWER_TEXT: readonly string[] = [
  'message-content .markdown, message-content:not(:has(.markdown))',
  '.response-content .markdown',
  '.markdown',
];

/** Thinking, open or closed, and what is legible in it; last seen 2026-07. */
export const THINKING = 'model-thoughts, thinking-overlay';
export const THOUGHT: readonly string[] = [
  '.markdown',
  '[data-test-id="thoughts-content"]',
  '.thoughts-body, .thoughts-content',
];

/** Pictures of an answer, made or found; last seen 2026-07. */
export const PICTURE = ':is(generated-image, single-image, .generated-images, .generated-image) img';
/** Cards of documents and files in an answer; last seen 2026-07, the last 2026-05. */
export const DOCUMENT = 'immersive-entry-chip, .immersive-entry-chip, .file-card';
/** A file or picture above a prompt; last seen 2026-09. */
export const UPLOAD = 'user-query-file-preview, .file-preview';

export const PICTURE_NAME: readonly NamePlace[] = [{ selector: 'img', attribute: 'alt' }];
export const DOCUMENT_NAME: readonly NamePlace[] = [
  { selector: '[data-test-id="artifact-text"]' },
  { selector: '.card-title' },
  { selector: 'div, span' },
];
export const UPLOAD_NAME: readonly NamePlace[] = [
  // The whole name; without a dot the label is a word of the interface.
  { selector: '[aria-label*="."]', attribute: 'aria-label' },
  { selector: '.new-file-name' },
  { selector: 'img[alt]', attribute: 'alt' },
  { selector: 'div, span' },
];

/** Words of the interface in a message; last seen 2026-07. */
export const FURNITURE: readonly string[] = [
  // What the site's own copy button leaves out: export buttons, plans to confirm.
  '.hide-from-message-actions, .table-footer',
  // Numbers and chips of sources, and the list of them.
  'source-footnote, sources-carousel-inline, source-inline-chip, .source-inline-chip-container, sources-list',
  'deep-research-confirmation-widget, mat-icon',
];
/** Chips and lists of sources; they hold links when they have been opened. Last seen 2026-07. */
export const SOURCE = 'source-inline-chip, sources-list';

/** Parts of a conversation in markup of none of the layouts: the page has changed. */
export const TRACES = 'share-viewer, message-content, .conversation-container, .query-text, .model-response-text';
/** The box for the next prompt; last seen 2026-07. */
export const COMPOSER = 'rich-textarea, input-container, input-area-v2';

export const TITLE: readonly string[] = [
  // Share page; seen 2026-09.
  '.share-title-section h1',
  // Above the conversation; last seen 2026-04.
  '[data-test-id="conversation-title"]',
  // The conversation in the list at the side; last seen 2026-07.
  'a[aria-current="page"] .title-text',
];
