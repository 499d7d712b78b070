import { isIP } from 'node:net';
import type { HttpContext } from './environment.ts';
import { createProxyList, isOneOf } from './proxy-list.ts';

/**
 * Tells who sends. Behind a proxy that is trusted it is who the proxy says; whoever else sends `X-Forwarded-For` is not believed.
 * @param trusted addresses and subnets of the proxies (`10.0.0.0/8`), checked by `isAddressOrSubnet`
 */
export function createAddressReader(trusted: readonly string[]): (c: HttpContext) => string {
  const proxies = createProxyList(trusted);
  return (c) => {
    let address = c.env?.incoming?.socket.remoteAddress ?? 'unknown';
    if (!trusted.length) return address;
    // Each hop appends whom it heard from: what a trusted one appended is true, what stands before may be made up.
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    while (isOneOf(proxies, address)) {
      const before = hops.pop();
      if (before === undefined || isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

/** Whether `BRAINPOST_TRUST_PROXY` may name it. */
export function isAddressOrSubnet(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || more.length) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
