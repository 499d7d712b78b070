import type { MarkdownRules } from '../../markdown/rules.ts';
import { findSources } from '../../markdown/sources.ts';
import { toMarkdown } from '../../markdown/to-markdown.ts';
import { toVerbatim } from '../../markdown/to-verbatim.ts';
import type { Message } from '../../protocol/event.ts';
import { attachmentsOf } from '../attachments.ts';
import { outermost } from '../elements.ts';
import * as page from './layouts.ts';

const CODE = [
  { block: 'code-block', text: ['code', 'pre'], label: ['.code-block-decoration > span', '[slot="header"]'] },
];
const ANSWER_RULES: MarkdownRules = {
  code: CODE,
  drop: [...page.FURNITURE, page.THINKING, page.PICTURE, page.DOCUMENT],
};
const PROMPT_DROP = [...page.FURNITURE, page.UPLOAD];

/** `message-content-id-r_<hex>`: the site's id of the answer. */
const ANSWER_ID = /r_[\w-]+$/;

export function readMessage(unit: Element, { prompt }: page.GeminiLayout): Message {
  return unit.matches(prompt) ? readPrompt(unit) : readAnswer(unit);
}

function readPrompt(prompt: Element): Message {
  const lines = [...prompt.querySelectorAll(page.PROMPT_LINE)];
  const content = lines.length > 0 ? lines.map(readLine).join('\n') : readWhole(prompt);
  const uploads = outermost(prompt.querySelectorAll(page.UPLOAD));
  return { role: 'user', content: content.replace(/^\n+|\s+$/g, ''), ...attachmentsOf(uploads, page.UPLOAD_NAME) };
}

function readLine(line: Element): string {
  const text = line.textContent;
  // A line holds no line break of its own: this page was laid out anew when it was saved.
  if (text.includes('\n')) return toVerbatim(line, { drop: PROMPT_DROP }).trim();
  const typed = toVerbatim(line, { drop: PROMPT_DROP, keepLines: [page.PROMPT_LINE] });
  // Until 2026 the template set a space on either side.
  return /^ .* $/.test(text) ? typed.slice(1) : typed;
}

function readWhole(prompt: Element): string {
  const found = page.PROMPT_TEXT.map((selector) => prompt.querySelector(selector));
  return toVerbatim(found.find((body) => body !== null) ?? prompt, { drop: PROMPT_DROP, keepLines: ['.query-text'] });
}

function readAnswer(answer: Element): Message {
  const bodies = firstFound(answer, page.ANSWER_TEXT, (body) => body.closest(page.THINKING) === null);
  const thoughts = [...answer.querySelectorAll(page.THINKING)].flatMap((box) =>
    firstFound(box, page.THOUGHT, () => true),
  );
  const reasoning = readAll(thoughts, { drop: page.FURNITURE });
  const citations = findSources(answer, { chips: [{ chip: page.SOURCE }] });
  const pictures = [...answer.querySelectorAll(page.PICTURE)];
  const documents = outermost(answer.querySelectorAll(page.DOCUMENT));
  const id = ANSWER_ID.exec(answer.querySelector('message-content[id*="r_"]')?.id ?? '')?.[0];
  return {
    role: 'assistant',
    content: readAll(bodies, ANSWER_RULES),
    ...(id ? { id } : {}),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(citations.length === 0 ? {} : { citations }),
    ...attachmentsOf([...pictures, ...documents], [...page.PICTURE_NAME, ...page.DOCUMENT_NAME]),
  };
}

/** An open report beside the messages; `''` when none is. */
export function readReport(document: Document, messages: readonly Element[]): string {
  const report = document.querySelector(page.REPORT);
  return report && !messages.some((message) => message.contains(report)) ? toMarkdown(report, ANSWER_RULES) : '';
}

function firstFound(root: Element, selectors: readonly string[], isWanted: (element: Element) => boolean): Element[] {
  const found = selectors.map((selector) => outermost(root.querySelectorAll(selector)).filter(isWanted));
  return found.find((elements) => elements.length > 0) ?? [];
}

function readAll(elements: readonly Element[], rules: MarkdownRules): string {
  return elements
    .map((element) => toMarkdown(element, rules))
    .filter(Boolean)
    .join('\n\n');
}
