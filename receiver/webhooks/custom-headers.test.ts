import { expect, test } from 'vitest';
import { customHeadersSchema } from './custom-headers.ts';

test('takes what a target asks for, by lower-case name', () => {
  const headers = { Authorization: 'Bearer abc', 'X-Tenant': 'a b' };
  expect(customHeadersSchema.parse(headers)).toEqual({ authorization: 'Bearer abc', 'x-tenant': 'a b' });
});

test.each([
  'Host',
  'content-type',
  'Content-Length',
  'Webhook-Signature',
  'webhook-id',
  'X-IW-Signature',
  'Transfer-Encoding',
  'X-Forwarded-For',
])('refuses %s', (name) => expect(customHeadersSchema.safeParse({ [name]: 'x' }).error?.issues[0]?.code).toBeDefined());

test.each(['', ' x', 'a\r\nHost: evil', 'a\nb', 'ü', '\0'])('refuses the value %j', (value) =>
  expect(customHeadersSchema.safeParse({ 'x-a': value }).success).toBe(false),
);

test.each(['', 'a b', 'a:b', 'ä'])('refuses the name %j', (name) =>
  expect(customHeadersSchema.safeParse({ [name]: 'x' }).success).toBe(false),
);
