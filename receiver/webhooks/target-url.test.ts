import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { checkTargetUrl } from './target-url.ts';

const none = new BlockList();
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);

test.each([
  ['https://example.com/hook', 'https://example.com/hook'],
  ['https://EXAMPLE.com:8443/a?b=c#d', 'https://example.com:8443/a?b=c'],
  ['https://93.184.216.34/', 'https://93.184.216.34/'],
])('%s is a target', (text, url) => expect(checkTargetUrl(text, none)).toEqual({ ok: true, url }));

// Every way to write an address that is not public which a URL knows: short, decimal, octal, hex, other digits, inside v6.
test.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[0:0:0:0:0:ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://2852039166/',
  'https://169.254.169.254./',
  'https://169.254.43518/',
  'https://0251.0376.0251.0376/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[2001:0:7f00:1::]/',
  'https://[::127.0.0.1]/',
  'https://[fd00:ec2::254]/',
  'https://[fc00::1]/',
  'https://[fe80::1]/',
  'https://[::]/',
  'https://100.64.0.1/',
  'https://0.0.0.0/',
  'https://0/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
])('%s is not allowed', (text) => {
  expect(checkTargetUrl(text, none)).toEqual({ ok: false, problem: 'address_not_allowed' });
});

test.each([
  ['', 'not_an_address'],
  ['example.com/hook', 'not_an_address'],
  ['ftp://example.com/', 'not_an_address'],
  ['file:///etc/passwd', 'not_an_address'],
  ['javascript:alert(1)', 'not_an_address'],
  [`https://example.com/${'a'.repeat(2048)}`, 'not_an_address'],
  ['https://user:secret@example.com/', 'credentials_in_address'],
  ['http://example.com/', 'insecure_target'],
  ['http://localhost:3000/', 'insecure_target'],
])('%j is refused: %s', (text, problem) => expect(checkTargetUrl(text, none)).toEqual({ ok: false, problem }));

test.each(['http://127.0.0.1:3000/hook', 'http://localhost:3000/', 'https://127.0.0.1/'])(
  '%s is a target where loopback is listed',
  (text) => expect(checkTargetUrl(text, loopback).ok).toBe(true),
);

test('a name that ends like localhost is not this machine', () => {
  expect(checkTargetUrl('http://notlocalhost/', loopback)).toEqual({ ok: false, problem: 'insecure_target' });
});
