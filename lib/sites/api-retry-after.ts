/**
 * When the site wants to be asked again, in milliseconds from now; `{}` when it does not say. `Retry-After` is a number
 * of seconds or a date; a date is held against the answer's own `Date`, because the clock here may be wrong.
 */
export function retryAfter({ headers }: Response): { retryAfterMs?: number } {
  const wish = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(wish)) return { retryAfterMs: Number(wish) * 1000 };
  const waitMs = Date.parse(wish) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(waitMs) ? {} : { retryAfterMs: Math.max(0, waitMs) };
}
