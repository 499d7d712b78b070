/**
 * JSON with sorted keys and without `undefined` members: one text for one value, whatever order it was built in.
 * Used for digests only; what is sent is the plain JSON of the event.
 * @param value plain data (what `JSON.parse` can give, plus `undefined` members)
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
