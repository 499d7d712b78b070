import type { MarkdownRules } from '../../markdown/rules.ts';
import { findSources } from '../../markdown/sources.ts';
import { toMarkdown } from '../../markdown/to-markdown.ts';
import { toVerbatim } from '../../markdown/to-verbatim.ts';
import type { Message } from '../../protocol/event.ts';
import { distinct } from '../api-chain.ts';
import { attachmentsOf, type NamePlace } from '../attachments.ts';
import { outermost } from '../elements.ts';
import { ARTIFACT, type ClaudeLayout, PICKED_ANSWERS, THINKING, THOUGHT, UPLOAD } from './layouts.ts';

/** RFC 3339 with seconds and a zone, as the protocol asks. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** When a message was sent or done; last seen 2026-10. */
const TIME = 'time[data-cds="RelativeTime"][datetime], [data-cds="MessageActions"] time[datetime]';

const CODE = [
  // The frame of a code block, with the language above the code; last seen 2026-05.
  { block: '[class*="group/copy"]:has(pre)', text: ['pre code', 'pre'], label: ['.text-text-500.font-small'] },
];
/** Time, buttons and files of a message, and spoken status; not its words. Last seen 2026-10. */
const FURNITURE = ['[role="status"]', '[data-cds="MessageActions"]', '[data-cds="MessageAttachments"]', 'time', UPLOAD];
/** A source of web search; seen 2026-10. One without a link is kept as words. */
const CHIPS = [{ chip: 'span[data-not-prose]:has(a[href])', isNamedByHost: true }];
const ANSWER_RULES: MarkdownRules = { code: CODE, chips: CHIPS, drop: [...FURNITURE, ...THINKING, ARTIFACT] };
const THOUGHT_RULES: MarkdownRules = { code: CODE, drop: FURNITURE };

/** Pasted text has no name, only the word for it in the corner (`p.uppercase`). */
const UPLOAD_NAME: readonly NamePlace[] = [
  { selector: '[title]', attribute: 'title' },
  { selector: 'h3' },
  { selector: 'img[alt]', attribute: 'alt' },
  { selector: 'p.uppercase' },
  { selector: 'div, blockquote' },
];
const ARTIFACT_NAME: readonly NamePlace[] = [
  { selector: '.leading-tight' },
  { selector: '.truncate' },
  { selector: 'div' },
];

export function readMessage(unit: Element, layout: ClaudeLayout): Message {
  const message = unit.matches(layout.answer) ? readAnswer(unit, layout) : readPrompt(unit, layout);
  const row = unit.closest(layout.row) ?? unit;
  const id = (unit.closest('[data-turn-key]') ?? unit.querySelector('[data-turn-key]'))?.getAttribute('data-turn-key');
  const timestamp = row.querySelector(TIME)?.getAttribute('datetime');
  return { ...message, ...(id ? { id } : {}), ...(timestamp && INSTANT.test(timestamp) ? { timestamp } : {}) };
}

function readPrompt(unit: Element, layout: ClaudeLayout): Message {
  const selector = layout.promptText.find((text) => unit.matches(text) || unit.querySelector(text));
  const body = selector && (unit.matches(selector) ? unit : unit.querySelector(selector));
  const content = body ? toVerbatim(body, { code: CODE, drop: FURNITURE }) : '';
  const uploads = outermost((unit.closest(layout.row) ?? unit).querySelectorAll(UPLOAD));
  return { role: 'user', content: content || pickedAnswers(unit), ...attachmentsOf(uploads, UPLOAD_NAME) };
}

/** Questions and answers alternate, each in a span of its own. */
function pickedAnswers(unit: Element): string {
  const card = unit.matches(PICKED_ANSWERS) ? unit : unit.querySelector(PICKED_ANSWERS);
  const spans = [...(card?.querySelectorAll('span') ?? [])].filter((span) => span.childElementCount === 0);
  return spans
    .map((span) => toVerbatim(span))
    .filter(Boolean)
    .join('\n');
}

function readAnswer(unit: Element, layout: ClaudeLayout): Message {
  const found = layout.answerText.map((selector) => (unit.matches(selector) ? [unit] : wordsIn(unit, selector, false)));
  const bodies = found.find((elements) => elements.length > 0) ?? [];
  const reasoning = join(wordsIn(unit, THOUGHT, true), THOUGHT_RULES);
  const citations = distinct(bodies.flatMap((body) => findSources(body, ANSWER_RULES)));
  return {
    role: 'assistant',
    content: join(bodies, ANSWER_RULES),
    ...(citations.length === 0 ? {} : { citations }),
    ...(reasoning === '' ? {} : { reasoning }),
    ...attachmentsOf(outermost(unit.querySelectorAll(ARTIFACT)), ARTIFACT_NAME),
  };
}

/** The outermost matches in an answer that stand, or do not stand, in a box of thinking. */
function wordsIn(unit: Element, selector: string, inThinking: boolean): Element[] {
  const isThought = (element: Element): boolean => {
    const box = element.parentElement?.closest(THINKING.join(', '));
    return box != null && unit.contains(box);
  };
  return outermost([...unit.querySelectorAll(selector)].filter((element) => isThought(element) === inThinking));
}

function join(elements: readonly Element[], rules: MarkdownRules): string {
  return elements
    .map((element) => toMarkdown(element, rules))
    .filter(Boolean)
    .join('\n\n');
}
