/** Deeper than any capture, far from where recursive code runs out of stack. */
export const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

export interface JsonScan {
  /** The outermost object's keys that come more than once. */
  readonly duplicateKeys: ReadonlySet<string>;
  readonly depth: number;
}

/**
 * Finds what `JSON.parse` does not tell: keys that come twice in the outermost object, and how deep the text is nested.
 * @param text valid JSON; has been parsed before
 */
export function scanJson(text: string): JsonScan {
  const seen = new Set<string>();
  const duplicateKeys = new Set<string>();
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // { and [, } and ] differ from each other in one bit.
    if ((code | 0x20) === 0x7b) deepest = Math.max(deepest, ++depth);
    else if ((code | 0x20) === 0x7d) depth--;
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (depth === 1 && isKey(text, end)) {
        // Parsed, because `"event\u005fid"` is the same key.
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        (seen.has(key) ? duplicateKeys : seen).add(key);
      }
      at = end;
    }
  }
  return { duplicateKeys, depth: deepest };
}

/** @returns where the closing quote is */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (text.charCodeAt(at) <= 0x20) at++;
  return text.charCodeAt(at) === COLON;
}
