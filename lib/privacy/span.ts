/** Part of a text, in UTF-16 units; `end` is not in it. */
export interface Span {
  start: number;
  end: number;
}

/** Something that a text holds, and the one form in which it counts as the same thing when it stands there again. */
export interface Match extends Span {
  value: string;
}

/** What lies between sorted spans that do not overlap. */
export function gaps(length: number, taken: readonly Span[]): Span[] {
  const free: Span[] = [];
  let at = 0;
  for (const { start, end } of taken) {
    if (start > at) free.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (at < length) free.push({ start: at, end: length });
  return free;
}

/** Sorted, what overlaps or touches nothing lost. */
export function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}
