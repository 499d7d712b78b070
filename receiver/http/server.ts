import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { ERROR_STATUS } from '../../lib/protocol/answers.ts';
import type { HttpEnvironment } from './environment.ts';

/** Against senders that hold a connection by dripping bytes: how long headers, and then all of a request, may take. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 2000 };
/** How long requests that are under way may take when the receiver stops. */
const CLOSE_TIMEOUT_MS = 5000;

export interface RunningServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** Takes no more connections; resolves when those under way are done or their time is up. */
  close(): Promise<void>;
}

/** @throws what Node says when the address cannot be had (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`) */
export async function startServer(
  app: Hono<HttpEnvironment>,
  { host, port, timeouts = TIMEOUTS }: { host: string; port: number; timeouts?: typeof TIMEOUTS },
): Promise<RunningServer> {
  // A Host or target that makes no URL does not get as far as the routes.
  const errorHandler = () => Response.json({ error: 'invalid_header' }, { status: ERROR_STATUS.invalid_header });
  const listener = getRequestListener((request, env) => app.fetch(request, env), { errorHandler });
  // The listener handles its own errors.
  const server = createServer(timeouts, (incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { url: urlOf(host, (server.address() as AddressInfo).port), close: () => closeServer(server) };
}

/** The address to reach a server at that listens on `host`. */
export function urlOf(host: string, port: number): string {
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle when its request ends, and then nothing else would close it.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}
