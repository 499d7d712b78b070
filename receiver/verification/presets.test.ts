import { createHmac } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { presetOf } from './presets.ts';
import type { Scheme } from './scheme.ts';

function verify(scheme: Scheme, secret: string, request: { text: string; headers: Record<string, string> }) {
  const header = (name: string) => request.headers[name];
  return presetOf(scheme)?.verify({ header, body: utf8Bytes(request.text) }, secret);
}

const TIME = 1_795_255_200;
const TEXTS = ['{}', '{"text":"Grüße, 世界 🧠"}', `{"long":"${'ab'.repeat(5000)}"}`];
const stripeHeader = (payload: string, secret: string) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: TIME });

describe('what the provider publishes as an example verifies', () => {
  test('GitHub', () => {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const request = { text: 'Hello, World!', headers: { 'x-hub-signature-256': signature } };
    expect(verify('github', "It's a Secret to Everybody", request)).toEqual({ proof: 'body', timestampSec: null });
  });

  test('Slack', () => {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack#validating-a-request
    const text = [
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V',
      'channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=',
      'response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN',
      'trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    ].join('&');
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const expected = { proof: 'strong', timestampSec: 1_531_420_618 };
    expect(verify('slack', '8f742231b10e8888abcd99yyyzzz85a5', { text, headers })).toEqual(expected);
  });
});

describe("2 what the provider's own library signs verifies", () => {
  test.each(TEXTS)('GitHub: %.30s', async (text) => {
    const headers = { 'x-hub-signature-256': await sign('a secret', text) };
    expect(verify('github', 'a secret', { text, headers })?.proof).toBe('body');
    expect(verify('github', 'another', { text, headers })).toBeNull();
    expect(verify('github', 'a secret', { text: `${text} `, headers })).toBeNull();
  });

  test.each(TEXTS)('Stripe: %.30s', (text) => {
    const headers = { 'stripe-signature': stripeHeader(text, 'whsec_a secret') };
    expect(verify('stripe', 'whsec_a secret', { text, headers })).toEqual({ proof: 'strong', timestampSec: TIME });
    expect(verify('stripe', 'whsec_another', { text, headers })).toBeNull();
    expect(verify('stripe', 'whsec_a secret', { text: `${text} `, headers })).toBeNull();
  });
});

test('Shopify: base64 of HMAC-SHA256 over the body', () => {
  const text = TEXTS[1]!;
  const digest = createHmac('sha256', 'a secret').update(text).digest();
  const of = (signature: string, secret = 'a secret') =>
    verify('shopify', secret, { text, headers: { 'x-shopify-hmac-sha256': signature } });
  expect(of(digest.toString('base64'))).toEqual({ proof: 'body', timestampSec: null });
  expect(of(digest.toString('base64'), 'another')).toBeNull();
  expect(of(digest.toString('hex'))).toBeNull();
  expect(of(digest.toString('base64').replace('=', ''))).toBeNull();
});

test('Stripe: while a secret is rolled there are two signatures, and those of other schemes do not count', () => {
  const [old = '', next = ''] = ['whsec_old', 'whsec_new'].map((secret) => stripeHeader('{}', secret).split(',')[1]);
  const of = (header: string) => verify('stripe', 'whsec_new', { text: '{}', headers: { 'stripe-signature': header } });
  expect(of(`t=${TIME},${old},${next}`)?.proof).toBe('strong');
  expect(of(`t=${TIME}, ${next}`)?.proof).toBe('strong');
  expect(of(`t=${TIME},${old}`)).toBeNull();
  expect(of(`t=${TIME},${next.replace('v1', 'v0')}`)).toBeNull();
  expect(of(`t=${TIME + 1},${next}`)).toBeNull();
  expect(of(`t=${TIME},t=${TIME},${next}`)).toBeNull();
  expect(of(`t=${TIME},${old},${old},${old},${old},${next}`)).toBeNull();
});

test('Slack: the time is part of what is signed', () => {
  const signatureAt = (time: string) => `v0=${createHmac('sha256', 'a secret').update(`v0:${time}:{}`).digest('hex')}`;
  const of = (time: string, signature: string) =>
    verify('slack', 'a secret', {
      text: '{}',
      headers: { 'x-slack-request-timestamp': time, 'x-slack-signature': signature },
    });
  expect(of(`${TIME}`, signatureAt(`${TIME}`))).toEqual({ proof: 'strong', timestampSec: TIME });
  expect(of(`${TIME + 1}`, signatureAt(`${TIME}`))).toBeNull();
  for (const odd of ['', '1e9', `${TIME}abc`, '-1795255200', `${TIME}000`])
    expect(of(odd, signatureAt(odd))).toBeNull();
});

test.each(['github', 'stripe', 'slack', 'shopify'] as const)('%s: without a signature nothing verifies', (scheme) => {
  expect(verify(scheme, 'a secret', { text: '{}', headers: {} })).toBeNull();
});
