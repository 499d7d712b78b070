import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown, mathToMarkdown } from 'mdast-util-math';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Message } from '../../lib/protocol/event.ts';
import type { SimulatedSite } from '../sites/simulated-site.ts';
import type { ExpectedMessage, SiteKind } from '../sites/site-kind.ts';

/*
 * Where the page and the API of a site differ. All else is the same, read either way.
 *
 * The page does not know
 * - other branches, parents, models (but ChatGPT's older page) and times (but Claude's newest page);
 * - the place of a message in the conversation, unless it says how many there are (Claude's newest page);
 * - thoughts that are folded away;
 * - sources apart from the text where they are plain links in it (ChatGPT);
 * - ids, on Claude's and Gemini's older page; prompts have none on any page of Gemini.
 *
 * `contentBy` has the rest. Markdown is compared as it reads, not as it is written: `*` or `_`, padded tables, escapes.
 */

/** Claude's API says how an answer ended; its page ends in mid-sentence. */
const ENDINGS: Partial<Record<ExpectedMessage['status'], string>> = {
  stopped: '\n\n*Stopped by the user.*',
  failed: '\n\n*Ended with an error.*',
};

function contentBy(reader: 'dom' | 'api', site: SiteKind['id'], message: ExpectedMessage): string {
  const { content, withoutSources, status } = message;
  // Sources stand beside the text: in Claude's API, and on Gemini however it is read.
  if (site === 'gemini') return withoutSources;
  if (site === 'claude' && reader === 'api') return withoutSources + (ENDINGS[status] ?? '');
  return content;
}

export interface Comparable {
  role: string;
  content: string;
  id?: string | null;
}

/** What was captured, in the form in which it is compared. An id that was made up is none of the site's. */
export function captured(messages: readonly Message[]): Comparable[] {
  return messages.map(({ role, id, content }) => {
    return { role, content: canonical(content), id: id === undefined || id.startsWith('derived:') ? null : id };
  });
}

/** What a reader is to give of a chat. */
export function expectedBy(reader: 'dom' | 'api', site: SimulatedSite, chatId?: string): Comparable[] {
  const messages = site.expectedMessages(chatId);
  return messages.map((message) => {
    return { role: message.role, content: canonical(contentBy(reader, site.kind.id, message)), id: message.id };
  });
}

/** For pages without ids. */
export function withoutIds(messages: readonly Comparable[]): Comparable[] {
  return messages.map(({ role, content }) => ({ role, content }));
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
