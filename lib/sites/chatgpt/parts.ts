import { cleanText } from '../../markdown/clean-text.ts';
import { fenced } from '../api-step.ts';
import { isRecord, type Json, textOf } from '../api-values.ts';
import { type ApiMessage, isHidden, partsOf, soleText } from './api-message.ts';

/** Parts that are delivered as attachments. Seen 2026-10. */
const ASSETS = /_asset_pointer$/;

/** The text of a message of any content type, as Markdown. `resolve`: what becomes of text that may hold markers. */
export function markdownOf(node: ApiMessage, resolve: (text: string) => string = (text) => text): string {
  return tidy(typeText(node, resolve));
}

function typeText(node: ApiMessage, resolve: (text: string) => string): string {
  const { content } = node;
  switch (node.type) {
    case 'text':
    case 'multimodal_text':
      return joined(partsOf(node).map((part) => partText(part, resolve)));
    case 'code':
      return codeBlock(soleText(node), textOf(content['language']));
    case 'execution_output':
      return codeBlock(soleText(node), '');
    case 'tether_quote':
      return quote(content);
    case 'system_error':
      return joined(['**Error**', textOf(content['name']), soleText(node)], ': ');
    case 'tether_browsing_code':
    case 'tether_browsing_display':
      // What a browser of 2023 told the model about pages; the answer cites them.
      return '';
    default:
      return unknownBlock(node.type, content);
  }
}

/** Read above, or where steps are told. */
const KNOWN = new Set(
  'text multimodal_text code execution_output tether_quote system_error tether_browsing_code tether_browsing_display thoughts reasoning_recap'.split(
    ' ',
  ),
);

export function isKnown({ type }: ApiMessage): boolean {
  return KNOWN.has(type);
}

/** How much of a message is of a kind that is not known, and is delivered as it came. */
export function unknownPartsOf(node: ApiMessage): number {
  if (isHidden(node) || node.metadata['is_redacted'] === true) return 0;
  if (!isKnown(node)) return 1;
  return node.role === 'tool' ? 0 : partsOf(node).filter(isUnknownPart).length;
}

function partText(part: unknown, resolve: (text: string) => string): string {
  if (typeof part === 'string') return resolve(part);
  if (!isRecord(part)) return '';
  // What was said aloud has a text; so may parts to come.
  if (typeof part['text'] === 'string') return part['text'];
  return isUnknownPart(part) ? unknownBlock(textOf(part['content_type']), part) : '';
}

function isUnknownPart(part: unknown): boolean {
  return isRecord(part) && typeof part['text'] !== 'string' && !ASSETS.test(textOf(part['content_type']));
}

/** Kept as it came, so that nothing is lost when the site begins to send something new. */
function unknownBlock(type: string, content: Json): string {
  return `**${(type || 'unknown').replace(/[^\w-]+/g, ' ').trim()}**\n\n${fenced(JSON.stringify(content, null, 2), 'json')}`;
}

function codeBlock(text: string, language: string): string {
  const code = cleanText(text).replace(/\n+$/, '');
  return code.trim() === '' ? '' : fenced(code, language === 'unknown' ? '' : language);
}

function quote(content: Json): string {
  const source = [textOf(content['title']), textOf(content['url'])].filter((words) => words !== '').join(' ');
  const lines = joined([source, textOf(content['text'])]).split('\n');
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

function joined(texts: readonly string[], between = '\n\n'): string {
  return texts.filter((text) => text.trim() !== '').join(between);
}

function tidy(text: string): string {
  return cleanText(text)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}
