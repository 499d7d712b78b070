import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Which addresses a webhook may be sent to. Everything that is not the public internet is refused unless the operator
 * listed its subnet, and so is every way to write such an address inside another one (NAT64, 6to4, Teredo, IPv4-mapped).
 * Source of the ranges: IANA's special-purpose address registries, IPv4 and IPv6.
 */
const NOT_PUBLIC: readonly string[] = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '::/96', // unspecified, loopback, IPv4-compatible
  '64:ff9b::/96', // NAT64
  '64:ff9b:1::/48', // NAT64, local
  '100::/64', // discard
  '2001::/23', // protocol assignments, Teredo
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
  '5f00::/16', // segment routing
  'fc00::/7', // private
  'fe80::/10', // link-local
  'fec0::/10', // site-local
  'ff00::/8', // multicast
];

/** An IPv4 address in IPv6 clothes: judged by what it is. */
const MAPPED = /^::ffff:(?:0:)?/i;

export type SubnetsResult = { ok: true; subnets: BlockList } | { ok: false; wrong: string };

/** @param list `10.0.0.0/8, fd00::/8, 127.0.0.1`, as in `BRAINPOST_ALLOWED_SUBNETS` @returns the first item that is no subnet */
export function parseSubnets(list: string): SubnetsResult {
  const subnets = new BlockList();
  for (const item of list.split(/[\s,]+/).filter((part) => part !== '')) {
    if (!addSubnet(subnets, item)) return { ok: false, wrong: item };
  }
  return { ok: true, subnets };
}

function addSubnet(subnets: BlockList, item: string): boolean {
  const [address = '', prefix, ...rest] = item.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(bits <= most)) return false;
  subnets.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  return true;
}

const notPublic = new BlockList();
for (const subnet of NOT_PUBLIC) addSubnet(notPublic, subnet);

/** Whether an address, as a socket or a proxy tells it, lies in one of the subnets. */
export function isInSubnets(address: string, subnets: BlockList): boolean {
  const [bare = ''] = address.split('%');
  const plain = plainAddress(bare);
  return isIP(plain) !== 0 && subnets.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/**
 * @param address an IP address as a socket takes it: dotted decimal or IPv6, a zone (`%eth0`) allowed
 * @param allowed what the operator lets through
 */
export function isAllowedAddress(address: string, allowed: BlockList): boolean {
  const [bare = ''] = address.split('%');
  const plain = plainAddress(bare);
  if (isIP(plain) === 0) return false;
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  return allowed.check(plain, family) || !notPublic.check(plain, family);
}

function plainAddress(address: string): string {
  if (!isIPv6(address)) return address;
  // The URL parser writes every IPv6 address in its shortest form, so that one pattern finds what is mapped.
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = shortest.replace(MAPPED, '');
  if (mapped === shortest) return shortest;
  const [high = '', low = ''] = mapped.split(':').map((part) => Number.parseInt(part, 16));
  const [a, b] = [Number(high), Number(low)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
