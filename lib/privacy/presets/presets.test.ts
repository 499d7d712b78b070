import { describe, expect, test } from 'vitest';
import type { Match } from '../span.ts';
import { findCards } from './find-cards.ts';
import { findEmails } from './find-emails.ts';
import { findIbans } from './find-ibans.ts';
import { findIps } from './find-ips.ts';
import { findPhones } from './find-phones.ts';
import { findSecrets } from './find-secrets.ts';

const finders = { findCards, findEmails, findIbans, findIps, findPhones, findSecrets };

function taken(find: (text: string) => Match[], text: string): string[] {
  return find(text).map(({ start, end }) => text.slice(start, end));
}

const valueOf = (find: (text: string) => Match[], text: string) => find(text)[0]?.value;

describe('e-mail addresses', () => {
  test.each([
    ['write to ada@example.org.', ['ada@example.org']],
    ['<Ada.B+news@mail.example.co.uk>, x', ['Ada.B+news@mail.example.co.uk']],
    ["mailto:o'neil@example.org", ["o'neil@example.org"]],
    ['müller@bücher.example and 用户@例子.公司', ['müller@bücher.example', '用户@例子.公司']],
    ['a@xn--bcher-kva.example', ['a@xn--bcher-kva.example']],
    ['?to=ada%40example.org&x', ['ada%40example.org']],
    ['@ada, a@b, x @ y.org, 5@home', []],
    ['npm i react@19.0.0', []],
    ['a@b.de;c@d.fr', ['a@b.de', 'c@d.fr']],
  ])('%s', (text, expected) => expect(taken(findEmails, text)).toEqual(expected));

  test('count as the same in any case, also in a link', () => {
    expect(valueOf(findEmails, 'Ada@Example.org')).toBe(valueOf(findEmails, 'to=ada%40example.org'));
  });
});

describe('phone numbers', () => {
  test.each([
    ['call +49 30 1234567 now', ['+49 30 1234567']],
    ['(+1) 555-123-4567', ['(+1) 555-123-4567']],
    ['+49 (0)171 / 123 45 67', ['+49 (0)171 / 123 45 67']],
    ['0049 30 1234567', ['0049 30 1234567']],
    ['030/1234567 or 01701234567', ['030/1234567', '01701234567']],
    ['06 12 34 56 78', ['06 12 34 56 78']],
    ['06.12.34.56.78', ['06.12.34.56.78']],
    ['(555) 123-4567, 1-555-123-4567', ['(555) 123-4567', '1-555-123-4567']],
    ['03-1234-5678 und 090-1234-5678', ['03-1234-5678', '090-1234-5678']],
    ['138 1234 5678', ['138 1234 5678']],
    ['+1 555 123 4567 x', ['+1 555 123 4567']],
    ['2026-11-25, 25.11.2026, 05/11/2026', []],
    ['12:30:45, 3.14159265, 1,234,567.89', []],
    ['id 1234567, 20261125123000, 1764102836000', []],
    ['v10.0.19045.3803, 192.168.100.200', []],
    ['ISBN 978-3-16-148410-0', []],
    ['rows 1 2 3 4 5 6 7 8', []],
    ['https://example.org/017012345678', []],
  ])('%s', (text, expected) => expect(taken(findPhones, text)).toEqual(expected));

  test('count as the same however they are grouped', () => {
    expect(valueOf(findPhones, '+49 30 1234567')).toBe(valueOf(findPhones, '0049 (30) 12345-67'));
  });
});

describe('payment cards', () => {
  test.each([
    ['4111 1111 1111 1111', ['4111 1111 1111 1111']],
    ['4111111111111111', ['4111111111111111']],
    ['12/27 4111-1111-1111-1111 123', ['4111-1111-1111-1111']],
    ['12 4111 1111 1111 1111 123', ['4111 1111 1111 1111']],
    ['5555555555554444, 2223003122003222', ['5555555555554444', '2223003122003222']],
    ['378282246310005', ['378282246310005']],
    ['6011111111111117', ['6011111111111117']],
    ['3530111333300000', ['3530111333300000']],
    ['30569309025904', ['30569309025904']],
    ['4111 1111 1111 1112', []],
    ['1234567812345670', []],
    ['84111111111111111', []],
  ])('%s', (text, expected) => expect(taken(findCards, text)).toEqual(expected));
});

describe('bank accounts', () => {
  test.each([
    ['DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX', ['DE89 3704 0044 0532 0130 00']],
    ['de89370400440532013000.', ['de89370400440532013000']],
    ['GB29 NWBK 6016 1331 9268 19', ['GB29 NWBK 6016 1331 9268 19']],
    ['FR14-2004-1010-0505-0001-3M02-606', ['FR14-2004-1010-0505-0001-3M02-606']],
    ['NO93 8601 1117 947', ['NO93 8601 1117 947']],
    ['DE89 3704 0044 0532 0130 01', []],
    ['XX89 3704 0044 0532 0130 00', []],
    ['DE893704004405320130001', []],
  ])('%s', (text, expected) => expect(taken(findIbans, text)).toEqual(expected));

  test('count as the same however they are grouped', () => {
    expect(valueOf(findIbans, 'DE89 3704 0044 0532 0130 00')).toBe(valueOf(findIbans, 'de89370400440532013000'));
  });
});

describe('addresses of computers', () => {
  test.each([
    ['at 192.168.1.20:8080, 8.8.8.8.', ['192.168.1.20', '8.8.8.8']],
    ['http://10.0.0.5/x', ['10.0.0.5']],
    ['2001:db8::ff00:42:8329 and fe80::1', ['2001:db8::ff00:42:8329', 'fe80::1']],
    ['[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:443', ['2001:0db8:85a3:0000:0000:8a2e:0370:7334']],
    ['from ::ffff:192.0.2.128', ['::ffff:192.0.2.128', '192.0.2.128']],
    ['127.0.0.1, 0.0.0.0, ::1, ::', []],
    ['256.1.1.1, 1.2.3, 1.2.3.4.5', []],
    ['12:30:45, 00:1a:2b:3c:4d:5e, std::vector, a::b, A::B::C', []],
    ['1:2:3:4:5:6:7:8:9', []],
  ])('%s', (text, expected) => expect(taken(findIps, text).sort()).toEqual(expected.sort()));
});

describe('keys and tokens', () => {
  const long = 'Ab3'.repeat(40);
  const digits = '0123456789abcdef'.repeat(4);
  test.each([
    ['OpenAI', `sk-${long.slice(0, 48)}`],
    ['OpenAI, of a project', `sk-proj-${long.slice(0, 60)}_x-${long.slice(0, 20)}`],
    ['Anthropic', `sk-ant-api03-${long.slice(0, 80)}-AA`],
    ['OpenRouter', `sk-or-v1-${digits}`],
    ['Google', `AIza${long.slice(0, 35)}`],
    ['Google, client', `GOCSPX-${long.slice(0, 28)}`],
    ['GitHub', `ghp_${long.slice(0, 36)}`],
    ['GitHub, fine-grained', `github_pat_${long.slice(0, 22)}_${long.slice(0, 59)}`],
    ['GitLab', `glpat-${long.slice(0, 20)}`],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['Slack', `xoxb-123456789012-${long.slice(0, 24)}`],
    ['Stripe', `sk_live_${long.slice(0, 24)}`],
    ['Standard Webhooks', `whsec_${long.slice(0, 43)}=`],
    ['JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${long.slice(0, 43)}`],
    ['npm', `npm_${long.slice(0, 36)}`],
    ['PyPI', `pypi-${long.slice(0, 90)}`],
    ['Hugging Face', `hf_${long.slice(0, 34)}`],
    ['Groq', `gsk_${long.slice(0, 52)}`],
    ['xAI', `xai-${long.slice(0, 80)}`],
    ['Perplexity', `pplx-${long.slice(0, 48)}`],
    ['Replicate', `r8_${long.slice(0, 37)}`],
    ['SendGrid', `SG.${long.slice(0, 22)}.${long.slice(0, 43)}`],
    ['Twilio', `SK${digits.slice(0, 32)}`],
    ['Mailgun', `key-${digits.slice(0, 32)}`],
    ['Telegram', `123456789:AA${long.slice(0, 33)}`],
    ['DigitalOcean', `dop_v1_${digits}`],
    ['Shopify', `shpat_${digits.slice(0, 32)}`],
    ['Notion', `ntn_${long.slice(0, 46)}`],
    ['Linear', `lin_api_${long.slice(0, 40)}`],
    ['Vault', `hvs.${long.slice(0, 24)}`],
    ['Databricks', `dapi${digits.slice(0, 32)}`],
    ['age', `AGE-SECRET-KEY-1${'QPZRY9X8GF'.repeat(6).slice(0, 58)}`],
    [
      'a private key',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${long}\nAb3=\n-----END RSA PRIVATE KEY-----`,
    ],
    ['a private key in JSON', `-----BEGIN PRIVATE KEY-----\\n${long}\\nAb3=\\n-----END PRIVATE KEY-----`],
    ['a private key without its end', `-----BEGIN OPENSSH PRIVATE KEY-----\n${long}\n${long}`],
  ])('%s', (_name, secret) => {
    expect(taken(findSecrets, `the key is ${secret}, keep it`)).toEqual([secret]);
    expect(taken(findSecrets, `KEY="${secret}"`)).toEqual([secret]);
  });

  const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  test.each([
    ['AWS', `aws_secret_access_key = ${awsSecret}`, awsSecret],
    ['a header', `Authorization: Bearer ${digits}`, digits],
    ['a password in an address', 'postgres://ada:s3cret!@db.example/x', 's3cret!'],
    [
      'a webhook of Slack',
      'https://hooks.slack.com/services/T01ABCDEF/B01ABCDEF/abcdefghijklmnopqr',
      'T01ABCDEF/B01ABCDEF/abcdefghijklmnopqr',
    ],
  ])('%s: only the secret itself', (_name, text, secret) => expect(taken(findSecrets, text)).toEqual([secret]));

  test.each([
    'a risk-averse-and-very-long-kebab-word',
    'sk-learn-is-how-people-write-it-at-times',
    'bearer of bad news and of nothing else',
    '-----BEGIN CERTIFICATE-----',
    'https://example.org:8080/a@b',
    'AKIA is a prefix, ghp_ is one, eyJ too',
    '-----BEGIN PRIVATE KEY----- goes first. Then the rest.',
  ])('%s is none', (text) => {
    const [found = ''] = taken(findSecrets, text);
    expect(found.replace('-----BEGIN PRIVATE KEY-----', '')).toBe('');
  });
});

test.each(
  Object.entries(finders).flatMap(([name, find]) =>
    [
      'a',
      '1',
      '1 ',
      '12 34 ',
      '4111 ',
      '0',
      '+1',
      '(',
      ':',
      '1:',
      'a@',
      'a.',
      '@',
      'DE89 ',
      '1.',
      'eyJaaaaaaaa.',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nA: b\n',
      'sk-',
      '://a:',
      'bearer ',
      '%',
    ].map((piece) => [name, piece, find] as const),
  ),
)('%s is through with a long text of %j', (_name, piece, find) => {
  const text = piece.repeat(100_000 / piece.length);
  let end = 0;
  for (const match of find(text).toSorted((a, b) => a.start - b.start)) end = Math.max(end, match.end);
  expect(end).toBeLessThanOrEqual(text.length);
});
