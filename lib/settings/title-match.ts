/**
 * Whether a title contains a text in which `*` stands for any text. Case does not matter. One pass without going back, so
 * no text can make it slow.
 */
export function titleMatches(title: string, text: string): boolean {
  const inTitle = title.toLowerCase();
  let at = 0;
  for (const piece of text.toLowerCase().split('*')) {
    const found = inTitle.indexOf(piece.trim(), at);
    if (found === -1) return false;
    at = found + piece.trim().length;
  }
  return true;
}
