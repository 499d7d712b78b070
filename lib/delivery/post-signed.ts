import { type Bytes, utf8Bytes } from '../protocol/bytes.ts';
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

/** One signed request: its headers and what came back. Network trouble is an answer too; only bugs throw. */
export async function postSigned(
  post: SignedPost,
  fetcher: typeof fetch,
): Promise<{ headers: Record<string, string>; answer: Answer }> {
  const body = utf8Bytes(post.body);
  const signature = await signRequest(post.keys, { id: post.id, timestampSec: post.timestampSec, body });
  const headers = { 'content-type': 'application/json', ...signature };
  return { headers, answer: await fetchAnswer(fetcher, { url: post.url, headers, body }) };
}

async function fetchAnswer(
  fetcher: typeof fetch,
  { url, headers, body }: { url: string; headers: Record<string, string>; body: Bytes },
): Promise<Answer> {
  try {
    const response = await fetcher(url, {
      method: 'POST',
      headers,
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
