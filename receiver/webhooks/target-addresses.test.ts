import { BlockList } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isAllowedAddress, parseSubnets } from './target-addresses.ts';

const NONE = new BlockList();

describe('isAllowedAddress', () => {
  test.each([
    '93.184.216.34',
    '8.8.8.8',
    '2606:2800:220:1:248:1893:25c8:1946',
    '::ffff:8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
  ])('lets %s through', (address) => expect(isAllowedAddress(address, NONE)).toBe(true));

  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback, elsewhere in its range', '127.255.255.254'],
    ['loopback v6', '::1'],
    ['loopback v6, written out', '0:0:0:0:0:0:0:1'],
    ['this host', '0.0.0.0'],
    ['unspecified v6', '::'],
    ['private 10', '10.1.2.3'],
    ['private 172', '172.31.255.255'],
    ['private 192', '192.168.0.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['cloud metadata', '169.254.169.254'],
    ['link-local v6', 'fe80::1'],
    ['link-local v6 with a zone', 'fe80::1%eth0'],
    ['site-local v6', 'fec0::1'],
    ['unique local v6', 'fd00:ec2::254'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-mapped metadata, upper case', '::FFFF:A9FE:A9FE'],
    ['IPv4-translated loopback', '::ffff:0:127.0.0.1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['documentation', '203.0.113.7'],
    ['documentation v6', '2001:db8::1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast v6', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['no address at all', 'localhost'],
    ['nothing', ''],
  ])('refuses %s', (_, address) => expect(isAllowedAddress(address, NONE)).toBe(false));

  test.each([
    ['127.0.0.1', '127.0.0.0/8'],
    ['::ffff:127.0.0.1', '127.0.0.0/8'],
    ['10.9.8.7', '10.9.8.7'],
    ['fd00::7', 'fd00::/8'],
  ])('lets %s through where the operator listed %s', (address, list) => {
    const parsed = parseSubnets(list);
    expect(parsed.ok && isAllowedAddress(address, parsed.subnets)).toBe(true);
    expect(parsed.ok && isAllowedAddress('192.168.0.1', parsed.subnets)).toBe(false);
  });
});

describe('parseSubnets', () => {
  test.each(['10.0.0.0/33', 'fd00::/129', 'localhost', '10.0.0.0/8/8', '10.0.0.0/x', '10.0.0.0/'])(
    'names %s as wrong',
    (item) => {
      expect(parseSubnets(`127.0.0.1, ${item}`)).toEqual({ ok: false, wrong: item });
    },
  );

  test('takes an empty list', () => expect(parseSubnets(' ').ok).toBe(true));
});
