import { utf8Bytes } from '../protocol/bytes.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import { signRequest } from '../protocol/sign.ts';
import type { Answer } from './answer-table.ts';

const TIMEOUT_MS = 15_000;

export interface SignedPost {
  url: string;
  /** Event id, also the idempotency key. */
  id: string;
  body: string;
  keys: SigningKeys;
  /** UNIX seconds by the receiver's clock, as far as known. */
  timestampSec: number;
}

/** One signed request. Network trouble is an answer too; only bugs throw. */
export async function postSigned(post: SignedPost, fetcher: typeof fetch): Promise<Answer> {
  const body = utf8Bytes(post.body);
  const signature = await signRequest(post.keys, { id: post.id, timestampSec: post.timestampSec, body });
  try {
    const response = await fetcher(post.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signature },
      body,
      // A redirect would carry a signed conversation to somewhere the user never named.
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.type === 'opaqueredirect') return { kind: 'failure', reason: 'redirected' };
    const retryAfter = response.headers.get('retry-after');
    return { kind: 'response', status: response.status, body: await response.text(), retryAfter };
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: 'failure', reason: isTimeout ? 'timeout' : 'unreachable' };
  }
}
