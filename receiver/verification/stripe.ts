import { hmacSha256, isSameDigest, type Preset, textOf } from './preset.ts';

const TIME = /^[0-9]{9,11}$/;
const DIGEST = /^[0-9a-f]{64}$/;
/** While a secret is rolled there are two. */
const MAX_SIGNATURES = 4;

/** `Stripe-Signature: t=…,v1=…`, over `{t}.{body}` with the secret as it is written: https://docs.stripe.com/webhooks/signature */
export const stripe: Preset = {
  securityHeaders: ['stripe-signature'],
  verify: ({ header, body }, secret) => {
    const items = (header('stripe-signature') ?? '').split(',').map((item) => item.trim().split('='));
    const valuesOf = (name: string) => items.flatMap(([key, value = '']) => (key === name ? [value] : []));
    const [time = '', ...more] = valuesOf('t');
    const told = valuesOf('v1').filter((digest) => DIGEST.test(digest));
    const expected = hmacSha256(secret, `${time}.`, body);
    const isRight = told.slice(0, MAX_SIGNATURES).some((digest) => isSameDigest(expected, Buffer.from(digest, 'hex')));
    return isRight && more.length === 0 && TIME.test(time) ? { proof: 'strong', timestampSec: Number(time) } : null;
  },
  describe: (_, body) => ({ eventType: textOf(body['type']), dedupeKey: textOf(body['id']) }),
};
