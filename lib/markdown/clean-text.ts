/**
 * The one text policy: NUL (no database and no Markdown keeps it) is removed, CRLF and CR become LF,
 * lone surrogates become U+FFFD so that the text survives UTF-8.
 */
export function cleanText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return lines.replaceAll('\0', '').toWellFormed();
}
