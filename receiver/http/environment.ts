import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Principal } from './api/principal.ts';

/** Node's own request and response are there on a socket and not with `app.request()`. */
export interface HttpEnvironment {
  Bindings: Partial<HttpBindings>;
  Variables: { principal: Principal | undefined };
}

export type HttpContext = Context<HttpEnvironment>;

/** Names of the headers as they came. Only Node's raw list has those that came twice: everything above it joins or drops them. */
export function headerNamesOf(c: HttpContext): string[] {
  return (c.env?.incoming?.rawHeaders ?? []).filter((_, i) => i % 2 === 0);
}

/** The body's chunks; leaving early does not close the connection, so that an answer can still be sent. */
export function bodyChunksOf(c: HttpContext): AsyncIterable<Uint8Array> {
  const incoming = c.env?.incoming;
  if (incoming) return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) };
  return (c.req.raw.body ?? new Blob([]).stream()).values({ preventCancel: true });
}
