import type { ListItem, Nodes, Paragraph } from 'mdast';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemToMarkdown } from 'mdast-util-gfm-task-list-item';
import { mathToMarkdown } from 'mdast-util-math';
import { defaultHandlers, type Handle, type Options, toMarkdown as serialize } from 'mdast-util-to-markdown';
import { domToMdast } from './dom-to-mdast.ts';
import { plainText } from './plain-text.ts';
import type { MarkdownRules } from './rules.ts';
import { simpleLine } from './simple-line.ts';

const mathHandlers = mathToMarkdown();
const tableHandlers = gfmTableToMarkdown({ tablePipeAlign: false });

const insideCell = (stack: readonly string[]): boolean => stack.includes('tableCell');

/** A cell is one line: HTML's own break is what the sites' Markdown has there too. */
const hardBreak: Handle = (...[node, parent, state, info]) =>
  insideCell(state.stack) ? '<br>' : defaultHandlers.break(node, parent, state, info);

/** A bar ends a cell even inside a formula. */
const inlineMath: Handle = (...[node, parent, state, info]) => {
  const made = mathHandlers.handlers?.inlineMath?.(node, parent, state, info) ?? '';
  return insideCell(state.stack) ? made.replaceAll('|', String.raw`\|`) : made;
};
Object.assign(inlineMath, { peek: () => '$' });

/** Obsidian takes a row of single dashes for text. Cells hold no line end, so the second line is the delimiter row. */
const table: Handle = (...[node, parent, state, info]) => {
  const [head = '', delimiters = '', ...rows] = (
    tableHandlers.handlers?.table?.(node, parent, state, info) ?? ''
  ).split('\n');
  return [head, delimiters.replace(/-+/g, '---'), ...rows].join('\n');
};

const taskHandlers = gfmTaskListItemToMarkdown();

const paragraph: Handle = (...[node, parent, state, info]) => {
  const isTask =
    (parent as Nodes | undefined)?.type === 'listItem' && typeof (parent as ListItem).checked === 'boolean';
  return (
    (isTask ? null : simpleLine((node as Paragraph).children)) ??
    taskHandlers.handlers?.paragraph?.(node, parent, state, info) ??
    ''
  );
};

const options: Options = {
  bullet: '-',
  emphasis: '*',
  fences: true,
  listItemIndent: 'one',
  rule: '-',
  extensions: [
    tableHandlers,
    gfmStrikethroughToMarkdown(),
    taskHandlers,
    mathHandlers,
    { handlers: { break: hardBreak, inlineMath, paragraph, table, text: plainText } },
  ],
};

/**
 * One element of a page as Markdown: CommonMark, tables, task lists, strikethrough, `$…$` and `$$…$$`.
 * Text is escaped, so that rendering it shows the words of the page and nothing else. `''` when there is no text.
 */
export function toMarkdown(root: Element, rules: MarkdownRules = {}): string {
  return serialize(domToMdast(root, rules), options).trim();
}
