/** Guards for JSON that a site has made: what is of another shape than expected counts as missing. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordsOf(value: unknown): Json[] {
  return listOf(value).filter(isRecord);
}

/** A whole number that is no less than 0; protobuf's JSON writes large ones as strings. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** What stands at a path of positions in nested lists, the way Google's answers are written. */
export function valueAt(value: unknown, ...path: number[]): unknown {
  return path.reduce<unknown>((inner, position) => (Array.isArray(inner) ? inner[position] : undefined), value);
}
