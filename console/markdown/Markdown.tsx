import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { useMemo } from 'preact/hooks';
import { renderNodes } from './render-nodes.tsx';

const OPTIONS = { extensions: [gfm(), math()], mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()] };

/**
 * Markdown that somebody else wrote. It becomes elements one by one and never HTML that is parsed: what stands there as HTML is
 * shown as text. Pictures are links: loading one would tell its server who reads what.
 */
export function Markdown({ text }: { text: string }) {
  const nodes = useMemo(() => renderNodes(fromMarkdown(text, OPTIONS)), [text]);
  return (
    <div class="markdown" dir="auto">
      {nodes}
    </div>
  );
}
