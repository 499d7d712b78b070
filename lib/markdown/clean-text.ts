/**
 * The one text policy: NUL (no database and no Markdown keeps it) is removed, CRLF and CR become LF,
 * lone surrogates become U+FFFD so that the text survives UTF-8.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n').toWellFormed();
}
