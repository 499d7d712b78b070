import { createMiddleware } from 'hono/factory';
import { findRepeated } from '../ingest/header-rules.ts';
import { answerError } from './answers.ts';
import { headerNamesOf, type HttpEnvironment } from './environment.ts';

/** Names of this machine that no web page's name can resolve to by rebinding. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses requests for host names that are not ours: a web page whose name was made to resolve to this machine (DNS
 * rebinding) would otherwise read answers as its own.
 * @param names what the receiver goes by, besides the loopback names; addresses or host names, in any spelling
 */
export function createHostGuard(names: readonly string[]) {
  const allowed = new Set([...LOOPBACK_NAMES, ...names.map((name) => hostnameOf(name) ?? name)]);
  return createMiddleware<HttpEnvironment>(async (c, next) => {
    if (findRepeated(headerNamesOf(c), ['host'])) return answerError(c, 'invalid_header', { header: 'host' });
    const hostname = hostnameOf(c.req.header('host') ?? new URL(c.req.url).host);
    if (hostname === null || !allowed.has(hostname)) return answerError(c, 'misdirected_request');
    return next();
  });
}

/** @returns the name without its port, in its one form; `null` when it is none */
function hostnameOf(host: string): string | null {
  const isBareIpv6 = host.split(':').length > 2 && !host.startsWith('[');
  return URL.parse(`http://${isBareIpv6 ? `[${host}]` : host}`)?.hostname ?? null;
}
