import { z } from 'zod';

/** `chat.message`, `webhook.chatgpt.brain_ingest`. */
const TYPE = '[a-z0-9][a-z0-9_-]*(?:\\.[a-z0-9_-]+)*';

/** Exact, everything below a prefix (`chat.*`), or everything (`*`). */
export const eventPatternSchema = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^(?:\\*|${TYPE}|${TYPE}\\.\\*)$`),
    'must be an event type such as chat.message, a prefix such as chat.*, or *',
  );

export function matchesEventType(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type));
}

const scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

/** Conditions on fields of the event, all of which must hold: `{"data.source": "chatgpt", "data.role": ["user", "tool"]}`. */
export const fieldFilterSchema = z
  .record(
    z
      .string()
      .max(200)
      .regex(/^[^.]+(?:\.[^.]+)*$/, 'must be names with dots between them, such as data.source'),
    z.union([scalar, z.array(scalar).min(1).max(50)]),
  )
  .refine((filter) => Object.keys(filter).length <= 20, 'must have 20 conditions at most');

export type FieldFilter = z.infer<typeof fieldFilterSchema>;

/** @param event parsed JSON. A field that is a list matches when one of its items does. */
export function matchesFields(filter: FieldFilter, event: unknown): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    const accepted: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    const found = valueAt(event, path);
    const values: readonly unknown[] = Array.isArray(found) ? found : [found];
    return values.some((value) => accepted.includes(value));
  });
}

function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
