/**
 * What a site's markup means, as data. Everything is a CSS selector and is tried with `element.matches`.
 * Without any rule a page in plain HTML (p, ul, table, pre > code, KaTeX) is already read right.
 */
export interface MarkdownRules {
  /** Never part of the text: words of the user interface, labels, copies. Added to `ALWAYS_DROPPED`. */
  readonly drop?: readonly string[];
  /** Kept although `drop` or `ALWAYS_DROPPED` matches, a button that holds words of the answer for example. */
  readonly keep?: readonly string[];
  /** How code blocks look; the first rule whose `block` matches is used. A plain `<pre>` needs no rule. */
  readonly code?: readonly CodeRule[];
  /** Citation chips: small buttons or links to a source, sometimes to several. They become a link to the first. */
  readonly chips?: readonly ChipRule[];
  /** Formulas besides KaTeX, `<math>` and `[data-math]`. Their TeX is found in an annotation or an attribute. */
  readonly math?: readonly string[];
  /** Formulas on a line of their own, besides `.katex-display` and `math[display=block]`. */
  readonly displayMath?: readonly string[];
  /** Elements whose line breaks are seen (CSS `white-space: pre-wrap`), besides `.whitespace-pre-wrap`. */
  readonly keepLines?: readonly string[];
}

export interface CodeRule {
  /** The whole block, with its header. */
  readonly block: string;
  /** Where the code is inside the block: the first selector that matches; else the block itself. */
  readonly text?: readonly string[];
  /** Left out of the code, besides buttons and `ALWAYS_DROPPED`. */
  readonly drop?: readonly string[];
  /** Elements that are one line each, without a line break of their own; `.cm-line` (CodeMirror) needs no rule. */
  readonly line?: string;
  /** Elements inside the block that show the language in words; used when no class or attribute names it. */
  readonly label?: readonly string[];
}

export interface ChipRule {
  /** The whole chip. */
  readonly chip: string;
  /** Attribute, on the chip or inside it, with the sources as JSON: `[{"title", "url", "attribution"}]`. Else the links are read. */
  readonly payload?: string;
  /** Inside the chip: the words that the page shows. Else the name of the source. */
  readonly label?: string;
  /** The source is called after its host, whatever the page writes, because the site's data has no other name for it. */
  readonly isNamedByHost?: boolean;
  /** The chip stands for the whole answer ("Sources"): its sources are found, and nothing is written in its place. */
  readonly isBeside?: boolean;
}

/** Nothing a reader of the page takes for text of the message. */
export const ALWAYS_DROPPED: readonly string[] = [
  'script, style, noscript, template, head, svg, iframe, object, embed, canvas, audio, video',
  'button, select, textarea, input:not([type="checkbox"])',
  '[hidden], .sr-only, .visually-hidden, .cdk-visually-hidden',
];

export const PLAIN_CODE: CodeRule = { block: 'pre', text: ['.cm-content', 'code'] };
