import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { importSigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import type { OutboxEvent } from '../store/outbox-store.ts';

const TIMEOUT_MS = 15_000;

export interface Forwarder {
  readonly ok: true;
  /** Never throws. `said` is for people. */
  readonly post: (event: OutboxEvent) => Promise<{ ok: boolean; said: string }>;
}

/** Posts events to an address, signed as webhooks are (docs/protocol.md, section 1.1). */
export async function createForwarder(
  address: string,
  secret: string,
): Promise<Forwarder | { ok: false; message: string }> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    return { ok: false, message: '--forward must be a web address, for example http://127.0.0.1:3000/hook.' };
  const keys = await importSigningKeys(secret);
  if (!keys) throw new Error('a live key cannot sign');
  return {
    ok: true,
    post: async ({ eventId, payload }) => {
      const body = utf8Bytes(payload);
      const signed = await signRequest(keys, { id: eventId, timestampSec: Math.floor(Date.now() / 1000), body });
      try {
        const { status, ok } = await fetch(url, {
          method: 'POST',
          headers: { ...signed, 'content-type': 'application/json' },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return { ok, said: ok ? `taken (${status})` : `answered ${status}, will be tried again` };
      } catch {
        return { ok: false, said: 'no answer, will be tried again' };
      }
    },
  };
}
