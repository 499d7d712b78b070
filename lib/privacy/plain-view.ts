/** A piece of Markdown as it reads: without the backslashes before signs. */
export interface PlainView {
  text: string;
  /** Where a position of the plain text lies in the piece; also for its end. */
  sourceAt(position: number): number;
}

const ESCAPE = /\\(?=[!-/:-@[-`{-~])/g;

/** `ada\_b@example.org` is written so by Markdown writers, and is an address all the same. */
export function plainView(piece: string): PlainView {
  const cuts = Array.from(piece.matchAll(ESCAPE), ({ index }) => index).filter(isNotItselfEscaped(piece));
  if (cuts.length === 0) return { text: piece, sourceAt: (position) => position };
  let text = '';
  let at = 0;
  /** Of each cut, its place in the plain text. */
  const places: number[] = [];
  for (const cut of cuts) {
    text += piece.slice(at, cut);
    places.push(text.length);
    at = cut + 1;
  }
  text += piece.slice(at);
  return { text, sourceAt: (position) => position + cutsBefore(places, position) };
}

/** Of two backslashes in a row the second is the escaped one. */
function isNotItselfEscaped(piece: string) {
  let escaped = -1;
  return (cut: number) => {
    if (cut === escaped) return false;
    if (piece[cut + 1] === '\\') escaped = cut + 1;
    return true;
  };
}

/** A cut right at a position belongs to the sign behind it: a match that ends there leaves it alone, one that starts there takes it. */
function cutsBefore(places: readonly number[], position: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
