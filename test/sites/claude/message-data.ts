import type { SimMessage } from '../chat.ts';

/** Where a passage ends, its source is named by the place in the text. */
export function citationsIn({ id, whole, sources }: SimMessage): Record<string, unknown>[] {
  const pieces = whole.split(/\{\{(\d+)\}\}/);
  let end = 0;
  return pieces.flatMap((piece, at) => {
    if (at % 2 === 0) end += piece.length;
    const source = at % 2 === 1 ? sources[Number(piece)] : undefined;
    if (!source) return [];
    const { title, url } = source;
    return [{ uuid: `${id}-${piece}`, title, url, start_index: Math.max(0, end - 9), end_index: end }];
  });
}

export function instantOf(message: SimMessage | undefined): string {
  return new Date(message?.createdAtMs ?? 0).toISOString().replace('Z', '000+00:00');
}
