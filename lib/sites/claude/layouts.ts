/** One generation of Claude's conversation page, as data. Newest first; the first whose `sign` is in the page is used. */
export interface ClaudeLayout {
  readonly id: string;
  readonly sign: string;
  readonly prompt: string;
  readonly answer: string;
  /** Where a prompt's words are, inside it; the first that matches. The prompt itself may match too. */
  readonly promptText: readonly string[];
  /** Where an answer's words are: the outermost of the first that matches, in page order. The answer itself may match too. */
  readonly answerText: readonly string[];
  /** What a message shares with its attachments and its time. */
  readonly row: string;
}

/** A file or picture above a prompt; last seen 2026-10. The first is the card, the second its wrapper until 2026-05. */
export const UPLOAD =
  '[data-testid="file-thumbnail"], [class*="group/thumbnail"], [data-cds^="MessageAttachments"]:not([data-cds="MessageAttachments"])';

/** The card of a document that Claude wrote; the document itself opens in a panel beside the conversation. Last seen 2026-07. */
export const ARTIFACT = '[class*="group/artifact-block"], .artifact-block-cell, [aria-label="Preview contents"]';

/** Thinking and steps of the work, open or closed; what is legible in them is reasoning. */
export const THINKING = [
  // "Thought for 9s", "Searched the web"; since 2026-09, last seen 2026-10.
  '[data-cds="TurnStatus"]',
  // Above an answer, the line that opens its thinking; 2026-02 to 2026-09.
  '.row-start-1 > .min-w-0:has(button[class*="group/status"])',
  // Boxes of tools and of thinking, in the font of the interface; fallback since 2026-02.
  '.font-ui[class*="rounded"], .font-ui:has(.font-claude-response)',
] as const;

/** Legible thinking inside `THINKING`. */
export const THOUGHT = '.font-claude-response, .standard-markdown, [data-cds="Prose"]';

/** Questions of Claude with the answers a person has picked; stands where a prompt stands. Seen 2026-09. */
export const PICKED_ANSWERS = '[data-testid="ask-user-answers-card"]';

const ROW = '[data-testid="transcript-row"], [data-test-render-count], [role="article"]';

/** A prompt that is only files has no bubble; 2025-11 to 2026-09. */
const UPLOADS_ALONE =
  ':is([data-test-render-count], [data-testid="transcript-row"]):has([class*="group/thumbnail"], [data-testid="file-thumbnail"])' +
  ':not(:has([data-testid="user-message"], [data-testid="assistant-message"], [data-cds="AssistantMessage"], [data-is-streaming], [data-test-render-count]))';

/** Beside prompts only: an open document is in the same font. */
const UNFRAMED = 'body:has([data-testid="user-message"], .font-user-message):not(:has([data-is-streaming]))';

export const CLAUDE_LAYOUTS: readonly ClaudeLayout[] = [
  {
    // Account by account since 2026-10-03 ("hub"), its elements since 2026-09; rows are virtualised.
    id: 'claude/2026-10',
    sign: '[data-cds="AssistantMessage"], [data-cds="UserMessage"], [data-testid="assistant-message"]',
    prompt: `[data-cds="UserMessage"], [data-testid="user-message"], ${UPLOADS_ALONE}, ${PICKED_ANSWERS}`,
    // The last one is the whole answer until 2026-10.
    answer: '[data-cds="AssistantMessage"], [data-testid="assistant-message"], [data-is-streaming]',
    // Some accounts lack the test id, some the class.
    promptText: ['[data-testid="user-message"]', '.cds-user-message-body', '[data-cds="UserMessage"]'],
    answerText: [
      '[data-cds="Prose"], [data-transcript-engine-root] .standard-markdown',
      '.font-claude-response',
      '.standard-markdown',
      '.prose',
      '[data-transcript-engine-root]',
    ],
    row: ROW,
  },
  {
    // Since 2025-09; rows are virtualised since 2026-07. Fallback since 2026-10.
    id: 'claude/2025-09',
    sign: '.font-claude-response, body:not(:has(.font-claude-message)) [data-testid="user-message"]',
    prompt: `[data-testid="user-message"], ${UPLOADS_ALONE}, ${PICKED_ANSWERS}`,
    // Some saved pages have lost the frame of the answers; in the font of the interface it is thinking.
    answer: `[data-is-streaming], ${UNFRAMED} .font-claude-response:not(.font-ui *)`,
    promptText: ['[data-testid="user-message"]'],
    answerText: ['.font-claude-response', '.standard-markdown'],
    row: ROW,
  },
  {
    // Until 2025-09. Fallback since 2025-09.
    id: 'claude/2024-10',
    sign: '.font-claude-message',
    prompt: `[data-testid="user-message"], .font-user-message, ${UPLOADS_ALONE}`,
    answer: `[data-is-streaming], ${UNFRAMED} .font-claude-message`,
    promptText: ['[data-testid="user-message"]', '.font-user-message'],
    answerText: ['.font-claude-message'],
    row: ROW,
  },
];

/** A document that lies open beside the conversation, in no message. Last seen 2026-07. */
export const PANEL = '#wiggle-file-content, [data-skill-file-viewer]';

/** Parts of a conversation in markup of none of the layouts: the page has changed. Seen 2025-06 to 2026-10. */
export const TRACES =
  '[data-testid="assistant-message"], [data-testid="transcript-row"], [data-turn-key], [data-perf-row], [data-is-streaming], [data-test-render-count]';

/** The box for the next prompt: the page is there, whatever else it holds. Last seen 2026-10. */
export const COMPOSER = '[data-testid="chat-input"], [data-cds="ChatComposer"], [contenteditable="true"].ProseMirror';

/** Title above the conversation; the second is a fallback since 2026-07. */
export const TITLE: readonly string[] = ['[data-testid="chat-title-split"]', '[data-testid="chat-title-button"]'];
