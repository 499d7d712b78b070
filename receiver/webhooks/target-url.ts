import { isIP } from 'node:net';
import type { BlockList } from 'node:net';
import { isAllowedAddress } from './target-addresses.ts';

export type TargetProblem = 'not_an_address' | 'credentials_in_address' | 'insecure_target' | 'address_not_allowed';
export type TargetResult = { ok: true; url: string } | { ok: false; problem: TargetProblem };

const LONGEST_URL = 2048;

/**
 * Whether a subscription may point to this address. Names are not looked up here: what they stand for is checked when the
 * connection is made, because it may be another address by then.
 * @returns the address as the URL parser writes it, so that `http://0x7f.1/` is seen as what it is
 */
export function checkTargetUrl(text: string, allowed: BlockList): TargetResult {
  const url = text.length <= LONGEST_URL ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { ok: false, problem: 'not_an_address' };
  if (url.username || url.password) return { ok: false, problem: 'credentials_in_address' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isAllowedAddress(host, allowed)) return { ok: false, problem: 'address_not_allowed' };
  // In the clear only to where nobody but the operator listens: an address that was listed, or this machine by its name.
  if (url.protocol === 'http:' && !isListed(host, allowed)) return { ok: false, problem: 'insecure_target' };
  url.hash = '';
  return { ok: true, url: url.href };
}

function isListed(host: string, allowed: BlockList): boolean {
  const family = isIP(host);
  if (family) return allowed.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return /^(?:.+\.)?localhost$/.test(host) && (allowed.check('127.0.0.1') || allowed.check('::1', 'ipv6'));
}
