import { hmacSha256, isSameDigest, type Preset } from './preset.ts';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const github: Preset = {
  securityHeaders: ['x-hub-signature-256'],
  verify: ({ header, body }, secret) => {
    const [, told = ''] = SIGNATURE.exec(header('x-hub-signature-256') ?? '') ?? [];
    return isSameDigest(hmacSha256(secret, body), Buffer.from(told, 'hex'))
      ? { proof: 'body', timestampSec: null }
      : null;
  },
  describe: ({ header }) => ({ eventType: header('x-github-event'), dedupeKey: header('x-github-delivery') }),
};
