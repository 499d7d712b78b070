import { z } from 'zod';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const LIMIT_ERROR = `must be a whole number from 1 to ${MAX_LIMIT}`;

/** How many items a page has. */
export const limitSchema = z
  .string()
  .regex(/^[0-9]{1,9}$/, LIMIT_ERROR)
  .transform(Number)
  .pipe(z.number().min(1, LIMIT_ERROR).max(MAX_LIMIT, LIMIT_ERROR))
  .default(DEFAULT_LIMIT);

const PAGE_ERROR = 'must be a whole number from 1';

/** Which page, from 1. */
export const pageNumberSchema = z
  .string()
  .regex(/^[0-9]{1,7}$/, PAGE_ERROR)
  .transform(Number)
  .pipe(z.number().min(1, PAGE_ERROR))
  .default(1);

/** A cursor that is a number; where it points to is nobody's business but the receiver's. */
export const numberCursorSchema = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'must be the "next" of the page before')
  .transform(Number);

/** @param Item of its items */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    /** What to ask for as `after` to get the next page; `null` on the last. */
    next: z.string().nullable(),
  });
}

/**
 * One page of a list that was asked for with one item more than the page has.
 * @param cursorOf where the next page begins, from the last item of this one
 */
export function toPage<Item>(items: readonly Item[], limit: number, cursorOf: (item: Item) => string) {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: last !== undefined && items.length > limit ? cursorOf(last) : null };
}
