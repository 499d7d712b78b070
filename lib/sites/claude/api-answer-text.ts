/** A document inside the text of an answer. */
export interface TaggedDocument {
  readonly key: string;
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

export interface AnswerText {
  readonly reasoning: readonly string[];
  /** In reading order. */
  readonly pieces: readonly (string | TaggedDocument)[];
}

/** How answers carried thinking and documents until the end of 2024. An answer that was stopped has no closing tag. */
const TAG = /<ant(Thinking|Artifact)\b([^>]*)>([\s\S]*?)(?:<\/ant\1>|$)/g;
/** What stands in place of a block when the site does not know its reader; in a fence of its own, or alone. */
const PLACEHOLDER =
  /^(?:(`{3,})[^\n`]*\n)?[ \t]*This block is not supported on your current device yet\.[ \t]*(?:\n\1[ \t]*)?$\n*/gm;

export function readAnswerText(text: string): AnswerText {
  const reasoning: string[] = [];
  const pieces: (string | TaggedDocument)[] = [];
  let from = 0;
  for (const { 0: whole, 1: kind, 2: attributes = '', 3: inside = '', index } of text.matchAll(TAG)) {
    pieces.push(plain(text.slice(from, index)));
    if (kind === 'Thinking') reasoning.push(inside.trim());
    else pieces.push(documentOf(attributes, inside.trim()));
    from = index + whole.length;
  }
  pieces.push(plain(text.slice(from)));
  return { reasoning, pieces: pieces.filter((piece) => piece !== '') };
}

function plain(text: string): string {
  return (text.includes('not supported') ? text.replace(PLACEHOLDER, '') : text).trim();
}

function documentOf(attributes: string, text: string): TaggedDocument {
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  const name = attribute('title');
  return { key: attribute('identifier') || name || 'document', name, mimeType: attribute('type'), text };
}
