import { createHmac } from 'node:crypto';
import { HEADER } from '../../lib/protocol/headers.ts';
import { signatureHeaders } from '../../lib/protocol/sign.ts';
import type { Webhook } from '../store/webhook-store.ts';
import { type HmacKeys, toHmacKeys } from '../verification/hmac-keys.ts';
import type { Payload } from './payload.ts';

const USER_AGENT = 'Brainpost-Webhooks/1';
/** Imported keys of as many secrets are kept. */
const MAX_KEPT = 1000;
/** In the log, instead of what may be a password. */
const HIDDEN = '(hidden)';

export interface SignedHeaders {
  readonly sent: Readonly<Record<string, string>>;
  /** The same without signatures and without the values of custom headers. */
  readonly logged: Readonly<Record<string, string>>;
}

/**
 * Makes the headers of attempts (docs/protocol.md, section 1.1). While two secrets overlap, both sign. Node's own HMAC at once:
 * for a body of this size, handing it to another thread as WebCrypto does takes several times as long as the work.
 */
export class DeliverySigner {
  readonly #keys = new Map<string, HmacKeys>();

  /** @param request.now UNIX milliseconds */
  sign(webhook: Webhook, request: Payload & { eventId: string; now: number }): SignedHeaders {
    const { eventId: id, body, contentType, now } = request;
    const previous =
      webhook.previousSecret && webhook.previousSecret.until > now ? [webhook.previousSecret.secret] : [];
    const timestampSec = Math.floor(now / 1000);
    const signed = [webhook.secret, ...previous].map((secret) => {
      const keys = this.#keysOf(secret);
      return signatureHeaders(
        { id, timestampSec },
        {
          body: createHmac('sha256', keys.body).update(body).digest(),
          standard: createHmac('sha256', keys.standard).update(`${id}.${timestampSec}.`).update(body).digest(),
        },
      );
    });
    const all = (name: string, separator: string) => signed.map((headers) => headers[name]).join(separator);
    const plain = { 'content-type': contentType, 'user-agent': USER_AGENT };
    const signatures = {
      [HEADER.iwSignature]: all(HEADER.iwSignature, ','),
      [HEADER.webhookSignature]: all(HEADER.webhookSignature, ' '),
    };
    const { [HEADER.iwSignature]: _, [HEADER.webhookSignature]: __, ...open } = signed[0] ?? {};
    const hidden = Object.fromEntries(Object.keys(webhook.headers).map((name) => [name, HIDDEN]));
    return {
      sent: { ...webhook.headers, ...plain, ...open, ...signatures },
      logged: { ...hidden, ...plain, ...open },
    };
  }

  #keysOf(secret: string): HmacKeys {
    const known = this.#keys.get(secret);
    if (known) return known;
    if (this.#keys.size >= MAX_KEPT) this.#keys.clear();
    const keys = toHmacKeys(null, secret);
    if (!keys) throw new Error('a webhook has a secret that cannot sign');
    this.#keys.set(secret, keys);
    return keys;
  }
}
