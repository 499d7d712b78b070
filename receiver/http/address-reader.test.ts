import { expect, test } from 'vitest';
import { createAddressReader, isAddressOrSubnet } from './address-reader.ts';
import type { HttpContext } from './environment.ts';

/** As much of a request as tells who sent it. */
function requestFrom(remoteAddress: string, forwardedFor?: string): HttpContext {
  return {
    env: { incoming: { socket: { remoteAddress } } },
    req: { header: () => forwardedFor },
  } as unknown as HttpContext;
}

test.each<[string, string[], string, string | undefined, string]>([
  ['nobody is trusted: the peer', [], '10.0.0.1', '1.2.3.4', '10.0.0.1'],
  ['a stranger is not believed', ['10.0.0.1'], '10.0.0.2', '1.2.3.4', '10.0.0.2'],
  ['a trusted proxy is', ['10.0.0.1'], '10.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['only what it appended itself', ['10.0.0.1'], '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['through two proxies', ['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.9.9.9', '1.2.3.4'],
  ['without the header', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
  ['with nonsense in it', ['10.0.0.1'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['by IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
  ['an IPv4 peer of a socket for both', ['127.0.0.1'], '::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4'],
])('1.4 the sender behind a proxy: %s', (...[, trusted, peer, forwardedFor, expected]) => {
  expect(createAddressReader(trusted)(requestFrom(peer, forwardedFor))).toBe(expected);
});

test.each([
  ['10.0.0.1', true],
  ['10.0.0.0/8', true],
  ['::1', true],
  ['fd00::/8', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/8', false],
  ['10.0.0.0/', false],
  ['proxy.local', false],
  ['', false],
])('%j may be trusted: %s', (text, expected) => {
  expect(isAddressOrSubnet(text)).toBe(expected);
});
