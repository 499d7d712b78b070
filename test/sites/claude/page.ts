import { type Chat, type SimMessage, textSoFar } from '../chat.ts';
import { escapeHtml, katex, type Markup, toHtml } from '../markdown-html.ts';
import type { ListBehaviour, PageToShow, View } from '../site-kind.ts';
import { versionButtons } from '../versions.ts';
import { claudePath } from './address.ts';
import { turnKey } from './turn-key.ts';

/** Rows near the visible part are mounted. */
const WINDOW: ListBehaviour = { mounts: 8, loads: 4, keeps: 12, isReversed: false };
const WHOLE: ListBehaviour = { mounts: 1000, loads: 1000, keeps: 1000, isReversed: false };

const NEW_MARKUP: Markup = {
  code: (text, language) => `<pre><code class="language-${language}">${escapeHtml(text)}\n</code></pre>`,
  math: katex,
  table: (table) => `<div class="overflow-x-auto">${table}</div>`,
  source: ({ url, attribution }) =>
    `<span data-not-prose><a href="${url}" target="_blank"><span>${attribution}</span></a></span>`,
};

const OLD_MARKUP: Markup = {
  ...NEW_MARKUP,
  code: (text, language) =>
    `<div class="relative group/copy rounded-lg"><div class="text-text-500 font-small p-3.5">${language}</div><div><button type="button" aria-label="Copy to clipboard"></button></div><div><pre class="code-block__code"><code class="language-${language}">${escapeHtml(text)}\n</code></pre></div></div>`,
};

export function claudeView({ chat, chats, layout }: PageToShow): View {
  const isNew = layout === 'new';
  const title = chat?.hasAddress ? chat.title : '';
  return {
    chatId: chat?.id ?? '',
    path: claudePath(chat?.hasAddress ? chat.id : null),
    title: title ? `${title} - Claude` : 'Claude',
    rows: chat ? (isNew ? newRows(chat) : oldRows(chat)) : [],
    composer: header(title, isNew) + composer(chat?.streaming !== undefined),
    sidebar: chats.map((other) => `<a href="${claudePath(other.id)}">${other.title}</a>`).join(''),
    list: isNew ? WINDOW : WHOLE,
  };
}

function header(title: string, isNew: boolean): string {
  const testId = isNew ? 'chat-title-split' : 'chat-title-button';
  return title ? `<header><button type="button" data-testid="${testId}">${title}</button></header>` : '';
}

function composer(isStreaming: boolean): string {
  const stop =
    '<button type="button" data-testid="chat-input-stop" aria-label="Stop response" data-do="stop">■</button>';
  const send = '<button type="button" aria-label="Send message">↑</button>';
  return `<div data-testid="chat-input" data-composer contenteditable="true" role="textbox"></div>${isStreaming ? stop : send}`;
}

function newRows(chat: Chat): View['rows'] {
  const branch = chat.branch();
  return branch.map((message, place) => {
    const isUser = message.role === 'user';
    const row = isUser ? 'human' : 'assistant';
    const html = `<div data-index="${place}" data-testid="transcript-row" data-perf-row="${row}"><div role="article" aria-label="Message ${place + 1} of ${branch.length}">${isUser ? newPrompt(chat, message) : newAnswer(chat, message)}</div></div>`;
    return { key: message.id, html };
  });
}

function newPrompt(chat: Chat, prompt: SimMessage): string {
  return `<h2 class="sr-only">You said: ${escapeHtml(prompt.whole)}</h2><div data-cds="UserMessage" data-turn-key="${turnKey(chat, prompt)}">${thumbnails(prompt)}<div class="cds-user-message-body"><div data-testid="user-message">${paragraphs(prompt)}</div></div></div>${actions(chat, prompt)}`;
}

function thumbnails({ uploads }: SimMessage): string {
  const all = uploads.map(
    ({ name }) =>
      `<div data-testid="file-thumbnail"><button type="button"><h3>${escapeHtml(name)}</h3><p class="uppercase">${name.split('.').at(-1)}</p></button></div>`,
  );
  return all.length === 0 ? '' : `<div data-cds="MessageAttachments">${all.join('')}</div>`;
}

function newAnswer(chat: Chat, answer: SimMessage): string {
  const isStreaming = answer.status === 'streaming';
  const text = textSoFar(answer);
  const state = isStreaming && text === '' ? 'pending' : 'done';
  const status =
    answer.thoughts || state === 'pending'
      ? `<div data-cds="TurnStatus" data-state="${state}"><span>Weighed two cases</span></div>`
      : '';
  // A long answer is drawn in several parts.
  const parts = text === '' ? [] : partsOf(text).map((part) => toHtml(part, answer.sources, NEW_MARKUP));
  const prose = parts.map(
    (part) =>
      `<div data-transcript-engine-root><div data-cds="Prose"><div class="standard-markdown">${part}</div></div></div>`,
  );
  return `<div data-cds="AssistantMessage" data-testid="assistant-message" data-turn-key="${turnKey(chat, answer)}" data-is-streaming="${isStreaming}"><h2 class="sr-only">Claude responded: ${escapeHtml(text.slice(0, 40))}</h2>${status}${prose.join('')}${failure(answer)}${isStreaming ? '' : actions(chat, answer)}</div>`;
}

/** Cut before each code block, which is never cut itself. */
const partsOf = (text: string) => text.split(/\n\n(?=```\w)/);

function actions(chat: Chat, message: SimMessage): string {
  const retry =
    message.role === 'assistant' ? '<button type="button" aria-label="Retry" data-do="regenerate"></button>' : '';
  const time = new Date(message.createdAtMs).toISOString();
  return `<div role="toolbar" aria-label="Message actions" data-cds="MessageActions"><button type="button" aria-label="Copy"></button>${retry}${versionButtons(chat, message)}<time data-cds="RelativeTime" datetime="${time}">Nov 20</time></div>`;
}

function failure({ status }: SimMessage): string {
  return status === 'failed' ? '<div role="status">Claude’s response could not be fully generated</div>' : '';
}

function paragraphs({ whole }: SimMessage): string {
  return `<p class="whitespace-pre-wrap break-words">${escapeHtml(whole)}</p>`;
}

function oldRows(chat: Chat): View['rows'] {
  return chat.branch().map((message) => {
    const inside = message.role === 'user' ? oldPrompt(message) : oldAnswer(message);
    const retry =
      message.role === 'assistant' ? '<button type="button" aria-label="Retry" data-do="regenerate"></button>' : '';
    const html = `<div data-test-render-count="1"><div class="group">${inside}<div role="group" aria-label="Message actions"><button type="button" aria-label="Copy"></button>${message.status === 'streaming' ? '' : retry}${versionButtons(chat, message)}</div></div></div>`;
    return { key: message.id, html };
  });
}

function oldPrompt(prompt: SimMessage): string {
  return `${thumbnails(prompt)}<div data-user-message-bubble="true"><div data-testid="user-message">${paragraphs(prompt)}</div></div>`;
}

function oldAnswer(answer: SimMessage): string {
  const text = toHtml(textSoFar(answer), answer.sources, OLD_MARKUP);
  return `<div data-is-streaming="${answer.status === 'streaming'}"><div class="font-claude-response"><div><div class="standard-markdown">${text}</div></div></div>${failure(answer)}</div>`;
}
