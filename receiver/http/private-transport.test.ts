import { expect, test } from 'vitest';
import type { HttpContext } from './environment.ts';
import { createPrivacyCheck } from './private-transport.ts';

/** As much of a request as tells how it came. */
function requestFrom(remoteAddress: string, headers: Record<string, string>): HttpContext {
  return {
    env: { incoming: { socket: { remoteAddress } } },
    req: { header: (name: string) => headers[name] },
  } as unknown as HttpContext;
}

test.each<[string, boolean, string, Record<string, string>]>([
  ['on this computer', true, '127.0.0.1', {}],
  ['by IPv6', true, '::1', {}],
  ['on a socket for both', true, '::ffff:127.0.0.1', {}],
  ['from the network', false, '192.168.1.5', {}],
  ['who says so himself', false, '192.168.1.5', { 'x-forwarded-proto': 'https' }],
  ['through a proxy by https', true, '10.0.0.1', { 'x-forwarded-proto': 'https' }],
  ['through a proxy in the open', false, '10.0.0.1', { 'x-forwarded-proto': 'http' }],
  ['through a proxy that does not say', false, '10.0.0.1', {}],
  ['through a proxy here, in the open', false, '127.0.0.1', { 'x-forwarded-proto': 'http' }],
  ['through a proxy here that does not say', false, '127.0.0.1', { 'x-forwarded-for': '1.2.3.4' }],
  ['half of the way in the open', false, '10.0.0.1', { 'x-forwarded-proto': 'http, https' }],
  ['from nowhere', false, '', {}],
])('%s: %s', (...[, expected, peer, headers]) => {
  expect(createPrivacyCheck(['10.0.0.0/8'])(requestFrom(peer, headers))).toBe(expected);
});
