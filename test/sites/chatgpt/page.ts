import { type Chat, type SimMessage, textSoFar, turnsOf } from '../chat.ts';
import { escapeHtml, katex, type Markup, toHtml } from '../markdown-html.ts';
import type { ListBehaviour, PageToShow, View } from '../site-kind.ts';
import { versionButtons } from '../versions.ts';
import { chatgptPath } from './address.ts';

/** Since 2026-09 three to six turns are mounted; until then all that had been fetched. */
const WINDOW: ListBehaviour = { mounts: 4, loads: 2, keeps: 6, isReversed: true };
const WHOLE: ListBehaviour = { mounts: 1000, loads: 1000, keeps: 1000, isReversed: false };

const NEW_MARKUP: Markup = {
  code: (text, language) =>
    `<div data-markdown-copy="code-block"><div data-markdown-copy="exclude">${language}<button type="button">Copy code</button></div><code class="whitespace-pre block">${escapeHtml(text)}\n</code></div>`,
  math: katex,
  table: (table) => `<div data-markdown-table>${table}</div>`,
  source: ({ url, attribution }) =>
    ` <a href="${url}" data-inline-mention-interactive><span data-markdown-copy="exclude"><img src="https://www.google.com/s2/favicons?domain=example.com" alt=""></span><span>${attribution}</span></a>`,
  words: (escaped) => `<span>${escaped}</span>`,
};

const OLD_MARKUP: Markup = {
  code: (text, language) =>
    `<pre class="overflow-visible!"><div><div class="sticky"><div class="flex items-center text-sm font-medium">${language}</div><button type="button">Copy</button></div><div class="cm-editor"><pre class="cm-content"><code>${lines(text)}</code></pre></div></div></pre>`,
  math: katex,
  table: (table) => `<div class="TyagGW_tableContainer"><div class="TyagGW_tableWrapper">${table}</div></div>`,
  source: ({ url, attribution }) =>
    `<span data-testid="webpage-citation-pill"><a href="${url}"><img src="https://www.google.com/s2/favicons?domain=example.com" alt=""><span class="truncate">${attribution}</span></a></span>`,
};

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => `<span>${escapeHtml(line)}</span>`)
    .join('<br>');

export function chatgptView({ chat, chats, layout }: PageToShow): View {
  const isNew = layout === 'new';
  return {
    chatId: chat?.id ?? '',
    path: chatgptPath(chat?.hasAddress ? chat.id : null),
    title: chat?.hasAddress ? `${chat.title}${isNew ? ' - ChatGPT' : ''}` : 'ChatGPT',
    rows: chat ? (isNew ? newRows(chat) : oldRows(chat)) : [],
    composer: composer(isNew, chat?.streaming !== undefined),
    sidebar: chats.map(({ id, title }) => `<a href="${chatgptPath(id)}"><span>${title}</span></a>`).join(''),
    list: isNew ? WINDOW : WHOLE,
  };
}

function composer(isNew: boolean, isStreaming: boolean): string {
  const box = isNew
    ? '<div data-composer-markdown data-composer contenteditable="true" role="textbox"></div>'
    : '<div id="prompt-textarea" class="ProseMirror" data-composer contenteditable="true" role="textbox"></div>';
  const stop = isNew
    ? '<button type="button" aria-label="Stop" data-do="stop">■</button>'
    : '<button type="button" data-testid="stop-button" aria-label="Stop streaming" data-do="stop">■</button>';
  return box + (isStreaming ? stop : '<button type="submit" aria-label="Send" data-testid="send-button">↑</button>');
}

/** One turn is the prompt and the answer to it; turns are numbered by their place among those that are mounted. */
function newRows(chat: Chat): View['rows'] {
  return turnsOf(chat.branch()).map(({ prompt, answer }, place) => {
    const turn = `fallback-turn-${place}`;
    const units = [newPrompt(chat, prompt, turn), answer ? newAnswer(chat, answer, turn) : ''];
    const html = `<div data-turn-key="${prompt.id}"><div data-content-search-turn-key="${turn}">${units.join('')}</div></div>`;
    return { key: prompt.id, html };
  });
}

function newPrompt(chat: Chat, prompt: SimMessage, turn: string): string {
  return `<div data-chatgpt-search-unit-key="${turn}:0:user" data-chatgpt-search-message-ids="${prompt.id}"><div data-content-search-unit-key="${turn}:0:user">
${pictures(prompt)}<div data-user-message-bubble="true"><div data-search-result-target><div class="whitespace-pre-wrap" dir="auto">${escapeHtml(prompt.whole)}</div></div></div>
<div><button type="button" aria-label="Copy message"></button><button type="button" aria-label="Edit message"></button>${versionButtons(chat, prompt)}</div></div></div>`;
}

/** Uploads stand above the bubble; a picture shows itself. */
function pictures({ uploads }: SimMessage): string {
  return uploads
    .map(
      ({ id, name }) =>
        `<button type="button"><img src="https://files.oaiusercontent.com/${id}" alt="${escapeHtml(name)}" width="640" height="480"></button>`,
    )
    .join('');
}

/** Tiles, which say the whole name aloud. */
function tiles({ uploads }: SimMessage): string {
  const all = uploads.map(
    ({ name }) =>
      `<div class="group/file-tile" role="group" aria-label="${escapeHtml(name)}"><div class="truncate">${escapeHtml(name.slice(0, 8))}</div></div>`,
  );
  return all.length === 0 ? '' : `<div class="flex flex-wrap justify-end">${all.join('')}</div>`;
}

function newAnswer(chat: Chat, answer: SimMessage, turn: string): string {
  const work = answer.thoughts
    ? '<div><div class="group/activity-header"><button type="button">Thought for 5s</button></div></div>'
    : '';
  const text = textSoFar(answer);
  const body = text
    ? `<div data-chatgpt-selection-message-id="${answer.id}"><div class="MarkdownRoot-a1" dir="auto" data-markdown-text-style="assistant-message">${toHtml(text, answer.sources, NEW_MARKUP)}</div></div>`
    : '';
  const actions =
    answer.status === 'streaming'
      ? ''
      : `<div><button type="button" aria-label="Copy">Copy</button><button type="button" aria-label="Regenerate response" data-do="regenerate">Try again</button>${versionButtons(chat, answer)}</div>`;
  return `${work}<div data-chatgpt-search-unit-key="${turn}:1:assistant" data-content-search-unit-key="${turn}:1:assistant" data-chatgpt-search-message-ids="${answer.id} ${answer.id}"><h4 class="sr-only" data-conversation-role="assistant">ChatGPT said:</h4>${body}${failure(answer)}${actions}</div>`;
}

function failure({ status }: SimMessage): string {
  return status === 'failed'
    ? '<div role="alert">Something went wrong while generating the response.<button type="button">Retry</button></div>'
    : '';
}

function oldRows(chat: Chat): View['rows'] {
  return chat.branch().map((message, place) => {
    const isUser = message.role === 'user';
    const said = isUser ? 'You said:' : 'ChatGPT said:';
    const html = `<section data-testid="conversation-turn-${place + 1}" data-turn="${message.role}" data-turn-id="${isUser ? message.id : `request-${message.id}`}"><h4 class="sr-only">${said}</h4>${isUser ? oldPrompt(message) : oldAnswer(message)}<div role="group" aria-label="Response actions">${message.status === 'streaming' ? '' : `<button type="button" data-testid="copy-turn-action-button">Copy</button>${isUser ? '' : '<button type="button" aria-label="Try again" data-do="regenerate"></button>'}`}${versionButtons(chat, message)}</div></section>`;
    return { key: message.id, html };
  });
}

function oldPrompt(prompt: SimMessage): string {
  return `<div data-message-author-role="user" data-message-id="${prompt.id}">${tiles(prompt)}<div class="user-message-bubble-color"><div class="whitespace-pre-wrap">${escapeHtml(prompt.whole)}</div></div></div>`;
}

function oldAnswer(answer: SimMessage): string {
  const work = answer.thoughts ? '<button type="button"><span>Thought for 5s</span></button>' : '';
  const text = toHtml(textSoFar(answer), answer.sources, OLD_MARKUP);
  return `${work}<div data-message-author-role="assistant" data-message-id="${answer.id}" data-message-model-slug="gpt-5-5"><div class="markdown prose">${text}</div></div>${failure(answer)}`;
}
