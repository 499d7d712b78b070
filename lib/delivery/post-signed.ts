import { type Bytes, utf8Bytes } from '../protocol/bytes.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import { signRequest } from '../protocol/sign.ts';
import type { Answer } from './answer-table.ts';

const TIMEOUT_MS = 15_000;

interface Signed {
  url: string;
  /** Event id or digest, also the idempotency key. */
  id: string;
  keys: SigningKeys;
  /** UNIX seconds by the receiver's clock, as far as known. */
  timestampSec: number;
}

export interface SignedPost extends Signed {
  body: string;
}

interface SignedRequest extends Signed {
  method: 'POST' | 'PUT';
  /** Content type. */
  type: string;
  body: Bytes;
}

/** One event, signed: the headers of the request and what came back. */
export function postSigned(post: SignedPost, fetcher: typeof fetch): ReturnType<typeof sendSigned> {
  return sendSigned({ ...post, method: 'POST', type: 'application/json', body: utf8Bytes(post.body) }, fetcher);
}

/** One signed request: its headers and what came back. Network trouble is an answer too; only bugs throw. */
export async function sendSigned(
  request: SignedRequest,
  fetcher: typeof fetch,
): Promise<{ headers: Record<string, string>; answer: Answer }> {
  const { method, url, id, timestampSec, type, body } = request;
  const headers = { 'content-type': type, ...(await signRequest(request.keys, { id, timestampSec, body })) };
  return { headers, answer: await fetchAnswer(fetcher, { method, url, headers, body }) };
}

async function fetchAnswer(
  fetcher: typeof fetch,
  { method, url, headers, body }: Pick<SignedRequest, 'method' | 'url' | 'body'> & { headers: Record<string, string> },
): Promise<Answer> {
  try {
    const response = await fetcher(url, {
      method,
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
