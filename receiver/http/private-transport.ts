import { BlockList } from 'node:net';
import type { HttpContext } from './environment.ts';
import { createProxyList, isOneOf } from './proxy-list.ts';

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'forwarded'];
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Tells whether nobody between the sender and the receiver can read along: they are on one computer, or a proxy that is
 * trusted, or on this computer, says that it was asked by https.
 * @param trusted as `createAddressReader` takes it
 */
export function createPrivacyCheck(trusted: readonly string[]): (c: HttpContext) => boolean {
  const proxies = createProxyList(trusted);
  return (c) => {
    const peer = c.env?.incoming?.socket.remoteAddress ?? '';
    const isLocal = isOneOf(LOOPBACK, peer);
    if (!isLocal && !isOneOf(proxies, peer)) return false;
    const scheme = c.req.header('x-forwarded-proto');
    // A proxy that says for whom it asks and not how may have been asked in the open.
    if (scheme === undefined) return isLocal && FORWARDED.every((name) => c.req.header(name) === undefined);
    return scheme.split(',').every((hop) => hop.trim().toLowerCase() === 'https');
  };
}
