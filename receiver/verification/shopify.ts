import { hmacSha256, isSameDigest, type Preset } from './preset.ts';

const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook */
export const shopify: Preset = {
  securityHeaders: ['x-shopify-hmac-sha256'],
  verify: ({ header, body }, secret) => {
    const [told = ''] = SIGNATURE.exec(header('x-shopify-hmac-sha256') ?? '') ?? [];
    const isRight = isSameDigest(hmacSha256(secret, body), Buffer.from(told, 'base64'));
    return isRight ? { proof: 'body', timestampSec: null } : null;
  },
  describe: ({ header }) => ({ eventType: header('x-shopify-topic'), dedupeKey: header('x-shopify-event-id') }),
};
