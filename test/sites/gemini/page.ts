import { type Chat, type SimMessage, textSoFar, turnsOf } from '../chat.ts';
import { escapeHtml, type Markup, toHtml } from '../markdown-html.ts';
import type { ListBehaviour, PageToShow, View } from '../site-kind.ts';
import { versionButtons } from '../versions.ts';
import { geminiPath } from './address.ts';

/** Older turns are fetched when the top is reached, and stay. */
const LIST: ListBehaviour = { mounts: 10, loads: 5, keeps: 1000, isReversed: false };

const MARKUP: Markup = {
  code: (text, language) =>
    `<response-element><code-block><div class="code-block"><div class="code-block-decoration header-formatted"><span>${language}</span><div class="buttons"><button type="button" aria-label="Copy code"><mat-icon>content_copy</mat-icon></button></div></div><pre><code role="text" data-test-id="code-content">${escapeHtml(text)}\n</code></pre></div></code-block></response-element>`,
  math: (tex, isDisplay) =>
    isDisplay
      ? `<div class="math-block" data-math="${escapeHtml(tex)}"><span class="katex-display"><span class="katex"><span class="katex-html" aria-hidden="true">drawn</span></span></span></div>`
      : `<span class="math-inline" data-math="${escapeHtml(tex)}"><span class="katex"><span class="katex-html" aria-hidden="true">drawn</span></span></span>`,
  table: (table) =>
    `<div class="horizontal-scroll-wrapper"><response-element><table-block><div class="table-block"><div class="table-content">${table}</div><div class="table-footer hide-from-message-actions"><button type="button"><span>Export to Sheets</span></button></div></div></table-block></response-element></div>`,
  source: ({ url, attribution }) =>
    `<source-footnote><sup class="superscript">1</sup></source-footnote><sources-carousel-inline><source-inline-chip><button type="button">${attribution}</button><a href="${url}">${attribution}</a></source-inline-chip></sources-carousel-inline>`,
};

export function geminiView({ chat, chats, layout }: PageToShow, account: string): View {
  const here = chat?.hasAddress ? chat : null;
  return {
    chatId: chat?.id ?? '',
    path: geminiPath(here?.id ?? null, account),
    // The document's own title names the site alone.
    title: '\u200eGoogle Gemini',
    rows: chat ? rowsOf(chat, layout === 'new') : [],
    composer: composer(chat?.streaming !== undefined),
    sidebar: chats
      .map(({ id, title }) => `<a href="${geminiPath(id, account)}"><span class="title-text">${title}</span></a>`)
      .join(''),
    list: LIST,
  };
}

function composer(isStreaming: boolean): string {
  const button = isStreaming
    ? '<button type="button" class="send-button stop" aria-label="Stop response" data-do="stop"><mat-icon>stop</mat-icon></button>'
    : '<button type="button" class="send-button" aria-label="Send message"><mat-icon>send</mat-icon></button>';
  return `<input-container><rich-textarea><div class="ql-editor" data-composer contenteditable="true" role="textbox"></div></rich-textarea><div class="send-button-container">${button}</div></input-container>`;
}

function rowsOf(chat: Chat, isNew: boolean): View['rows'] {
  return turnsOf(chat.branch()).map(({ prompt, answer }) => {
    const html = `<div class="conversation-container" id="${prompt.id}">${promptHtml(prompt, isNew)}${answer ? answerHtml(chat, answer, isNew) : ''}</div>`;
    return { key: prompt.id, html };
  });
}

/** Until 2026 the template set a space on either side of each line. */
function promptHtml({ whole, uploads }: SimMessage, isNew: boolean): string {
  const space = isNew ? '' : ' ';
  const lines = whole.split('\n').map((line) => {
    const typed = line === '' ? '<br>' : escapeHtml(line);
    return `<p class="query-text-line">${space}${typed}${space}</p>`;
  });
  const files = uploads.map(
    ({ name }) =>
      `<user-query-file-preview><button type="button" aria-label="${escapeHtml(name)}"><div class="new-file-name">${escapeHtml(name.slice(0, 8))}</div></button></user-query-file-preview>`,
  );
  return `<user-query><span class="user-query-container">${files.join('')}<div class="query-content"><span class="cdk-visually-hidden">You said</span><div role="heading" class="query-text">${lines.join('')}</div></div></span></user-query>`;
}

function answerHtml(chat: Chat, answer: SimMessage, isNew: boolean): string {
  const isStreaming = answer.status === 'streaming';
  const thoughts = answer.thoughts
    ? '<model-thoughts data-test-id="model-thoughts"><div class="thoughts-header"><button type="button"><span>Show thinking</span></button></div></model-thoughts>'
    : '';
  const id = isNew ? ` id="message-content-id-r_${answer.parentId}"` : '';
  const text = toHtml(textSoFar(answer), answer.sources, MARKUP);
  const retry = '<button type="button" aria-label="Redo" data-do="regenerate"></button>';
  const footer = `<div class="response-container-footer"><message-actions><copy-button><button type="button">Copy</button></copy-button>${isStreaming ? '' : retry}${versionButtons(chat, answer)}</message-actions></div>`;
  return `<model-response><div><response-container><div class="response-content">${thoughts}<h2 class="cdk-visually-hidden">Gemini said</h2><structured-content-container class="model-response-text"><message-content${id}><div class="markdown markdown-main-panel" aria-busy="${isStreaming}">${text}</div></message-content></structured-content-container></div>${failure(answer)}${footer}</response-container></div></model-response>`;
}

function failure({ status }: SimMessage): string {
  return status === 'failed' ? '<div role="alert" class="error-message">Something went wrong (1076)</div>' : '';
}
