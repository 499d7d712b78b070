import { defaultHandlers, type Handle } from 'mdast-util-to-markdown';

/** Characters that may mean something to Markdown wherever they stand; none of them is in most texts. */
const SPECIAL = /[\\`*_[\]<&~|$!\n\r\t]/;
/** What means something at the beginning of a line only, and what must not stand there. */
const SPECIAL_AT_START = /^[\d\s#+\-=>.):]/;

/**
 * Text without any character that Markdown could take for a sign is written as it is. The library tries every text
 * against all its rules; that was the largest part of the time of writing Markdown (bench `reading`).
 */
export const plainText: Handle = (...[node, parent, state, info]) => {
  const { value } = node as { value: string };
  const isAtStart = info.before === '' || info.before === '\n';
  const isPlain =
    !SPECIAL.test(value) &&
    !(isAtStart && SPECIAL_AT_START.test(value)) &&
    !(info.before === ']' && value.startsWith('(')) &&
    !(info.after === '\n' && value.endsWith(' '));
  return isPlain ? value : defaultHandlers.text(node, parent, state, info);
};
