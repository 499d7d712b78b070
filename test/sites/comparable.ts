import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown, mathToMarkdown } from 'mdast-util-math';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Message } from '../../lib/protocol/event.ts';
import type { SimulatedSite } from './simulated-site.ts';
import type { ExpectedMessage } from './site-kind.ts';

/*
 * Where the page and the API of a site differ. All else is the same, read either way.
 *
 * The page does not know
 * - other branches, parents, models (but ChatGPT's older page) and times (but Claude's newest page);
 * - the place of a message in the conversation, unless it says how many there are (Claude's newest page);
 * - thoughts and the work of tools that are folded away, and why an answer ended: all of that is `reasoning`;
 * - sources apart from the text where they are plain links in it (ChatGPT);
 * - ids, on Claude's and Gemini's older page; prompts have none on any page of Gemini.
 *
 * Markdown is compared as it reads, not as it is written: `*` or `_`, padded tables, escapes.
 */

export interface Comparable {
  role: string;
  content: string;
  /** Names. */
  attachments: string[];
  id?: string | null;
}

/** What was captured, in the form in which it is compared. An id that was made up is none of the site's. */
export function captured(messages: readonly Message[]): Comparable[] {
  return messages.map(({ role, id, content, attachments = [] }) => ({
    role,
    content: canonical(content),
    attachments: attachments.map(({ name }) => name ?? ''),
    id: id === undefined || id.startsWith('derived:') ? null : id,
  }));
}

/** What any reader is to give of a chat. */
export function expectedIn(site: SimulatedSite, chatId?: string): Comparable[] {
  return site.expectedMessages(chatId).map(comparable);
}

export function comparable({ role, content, id, attachments }: ExpectedMessage): Comparable {
  return { role, content: canonical(content), id, attachments };
}

/** For pages without ids. */
export function withoutIds(messages: readonly Comparable[]): Comparable[] {
  return messages.map(({ id: _id, ...message }) => message);
}

/** Markdown written the same way whoever wrote it. */
function canonical(markdown: string): string {
  const tree = fromMarkdown(displayed(markdown), {
    extensions: [gfm(), math()],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
  });
  tighten(tree);
  return toMarkdown(tree, { extensions: [gfmToMarkdown({ tablePipeAlign: false }), mathToMarkdown()] }).trim();
}

/** Both ways to write a formula on lines of its own. */
function displayed(markdown: string): string {
  return markdown.replace(/^\$\$\s*((?:[^$\n]|\n(?!\n))+?)\s*\$\$$/gm, '$$$$\n$1\n$$$$');
}

/** Blank lines between the items of a list are a matter of taste. */
function tighten(node: Nodes): void {
  if (node.type === 'list' || node.type === 'listItem') node.spread = false;
  if ('children' in node) for (const child of node.children) tighten(child);
}
