import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Principal } from './api/principal.ts';

/** Node's own request and response are there on a socket and not with `app.request()`. */
export interface HttpEnvironment {
  Bindings: Partial<HttpBindings>;
  Variables: { principal: Principal | undefined };
}

export type HttpContext = Context<HttpEnvironment>;

/**
 * Whether a header came more than once. Only Node's raw list tells: everything above it joins values or keeps the first.
 * @param names lower case
 * @returns the first that did, `null` when none did
 */
export function findRepeatedHeader(c: HttpContext, names: readonly string[]): string | null {
  const raw = c.env?.incoming?.rawHeaders ?? [];
  const came = raw.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  return names.find((name) => came.indexOf(name) !== came.lastIndexOf(name)) ?? null;
}

/** The body's chunks; leaving early does not close the connection, so that an answer can still be sent. */
export function bodyChunksOf(c: HttpContext): AsyncIterable<Uint8Array> {
  const incoming = c.env?.incoming;
  if (incoming) return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) };
  return (c.req.raw.body ?? new Blob([]).stream()).values({ preventCancel: true });
}
