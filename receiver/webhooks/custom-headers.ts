import { z } from 'zod';

/** What the request is made of, and what says who is calling: a subscription must not replace it. */
const RESERVED: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const RESERVED_PREFIXES = ['webhook-', 'x-iw-', 'proxy-', 'sec-', 'x-forwarded-'];
const MOST_HEADERS = 20;

/** RFC 9110, section 5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Visible ASCII with spaces inside: nothing that could end the line. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,1998}[\x21-\x7e])?$/;

const name = z
  .string()
  .regex(NAME, 'must be the name of an HTTP header')
  .transform((text) => text.toLowerCase())
  .refine(
    (text) => !RESERVED.has(text) && !RESERVED_PREFIXES.some((prefix) => text.startsWith(prefix)),
    'is set by Brainpost itself',
  );

/** Headers that a subscription adds to every request, by lower-case name. */
export const customHeadersSchema = z
  .record(name, z.string().regex(VALUE, 'must be one line of plain characters'))
  .refine((headers) => Object.keys(headers).length <= MOST_HEADERS, `must be ${MOST_HEADERS} headers at most`);
