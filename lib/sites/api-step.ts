import { cleanText } from '../markdown/clean-text.ts';
import type { Citation } from '../protocol/event.ts';

/** A step of the work inside an answer: a tool that was called, a document that was written. */
export interface Step {
  /** As the site's data calls it: `web_search`. */
  readonly name: string;
  /** What the tool was given: one line stands beside the name, more in a block below. */
  readonly input?: string;
  /** Of the input, when it is code. */
  readonly language?: string;
  /** What it found. */
  readonly links?: readonly Citation[];
}

/**
 * A step as a quotation, so that it stands apart from the answer in any Markdown viewer:
 * `> **web search** ` with the input as code, and links below.
 */
export function stepBlock({ name, input = '', language = '', links = [] }: Step): string {
  const given = cleanText(input).trimEnd().replace(/^\n+/, '');
  const title = `**${escaped(name.replaceAll('_', ' '))}**`;
  const isLine = !given.includes('\n') && language === '';
  const lines = [isLine && given !== '' ? `${title} ${codeSpan(given)}` : title];
  if (!isLine) lines.push('', ...fenced(given, language).split('\n'));
  if (links.length > 0) lines.push('', ...links.map(linkLine));
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

/** A code block whose fence is longer than any in the code. */
export function fenced(code: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language.replace(/[`\s]+/g, '-')}\n${code}\n${fence}`;
}

function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  return text.startsWith('`') || text.endsWith('`') ? `${ticks} ${text} ${ticks}` : ticks + text + ticks;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function linkLine({ title, url }: Citation): string {
  return `- [${escaped(title || url)}](<${url.replace(/[<>]/g, encodeURIComponent)}>)`;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>&|~$]/g, '\\$&');
}
