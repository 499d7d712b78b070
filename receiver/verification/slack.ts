import { hmacSha256, isSameDigest, type Preset, textOf } from './preset.ts';

const TIME = /^[0-9]{9,11}$/;
const SIGNATURE = /^v0=([0-9a-f]{64})$/;

/** `v0:{time}:{body}`: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const slack: Preset = {
  securityHeaders: ['x-slack-signature', 'x-slack-request-timestamp'],
  verify: ({ header, body }, secret) => {
    const time = header('x-slack-request-timestamp') ?? '';
    const [, told = ''] = SIGNATURE.exec(header('x-slack-signature') ?? '') ?? [];
    const isRight = isSameDigest(hmacSha256(secret, `v0:${time}:`, body), Buffer.from(told, 'hex'));
    return isRight && TIME.test(time) ? { proof: 'strong', timestampSec: Number(time) } : null;
  },
  // The outer type of nearly all is `event_callback`; what happened stands inside.
  describe: (_, body) => {
    const inner = body['event'];
    const innerType = typeof inner === 'object' && inner !== null && 'type' in inner ? textOf(inner.type) : undefined;
    return { eventType: innerType ?? textOf(body['type']), dedupeKey: textOf(body['event_id']) };
  },
};

/** What Slack wants to hear back when it checks an address, `null` when it asks nothing. */
export function slackChallengeOf(body: Readonly<Record<string, unknown>>): string | null {
  return body['type'] === 'url_verification' ? (textOf(body['challenge']) ?? null) : null;
}
