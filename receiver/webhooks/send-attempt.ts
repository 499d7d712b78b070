import { type Dispatcher, request } from 'undici';
import { AddressNotAllowed } from './guarded-agent.ts';

/** So much of an answer is kept in the log; the rest is not read. */
export const MAX_RESPONSE_BYTES = 20_000;

/** Why there is no answer to a request. */
export const REQUEST_ERRORS = [
  'address_not_allowed',
  'name_not_found',
  'connection_refused',
  'connection_closed',
  'certificate',
  'timeout',
  'invalid_answer',
  'network',
] as const;
type RequestError = (typeof REQUEST_ERRORS)[number];

/** Why a delivery got no answer. */
export const ATTEMPT_ERRORS = [
  ...REQUEST_ERRORS,
  /** What it should tell was not to be kept, and is not here any more. */
  'content_gone',
] as const;
export type AttemptError = (typeof ATTEMPT_ERRORS)[number];

/** What came of one attempt. `response` is at most `MAX_RESPONSE_BYTES` of the answer as text. */
export type AttemptResult =
  | { kind: 'answer'; status: number; retryAfter: string | null; response: string; durationMs: number }
  | { kind: 'failure'; error: AttemptError; durationMs: number };

export interface AttemptRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** From the first byte sent to the last one of the answer that is read. */
  readonly timeoutMs: number;
}

/** Posts once. Redirects are not followed. */
export async function sendAttempt(agent: Dispatcher, to: AttemptRequest): Promise<AttemptResult> {
  const start = performance.now();
  const durationMs = () => Math.round(performance.now() - start);
  const signal = AbortSignal.timeout(to.timeoutMs);
  let error: unknown;
  // A kept connection may have been closed by the target a moment before it was used: that says nothing about the target.
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const answer = await post(agent, to, signal);
      return { kind: 'answer', ...answer, durationMs: durationMs() };
    } catch (caught) {
      error = caught;
      if (classifyFailure(caught) !== 'connection_closed' || signal.aborted) break;
    }
  }
  return { kind: 'failure', error: classifyFailure(error), durationMs: durationMs() };
}

async function post(agent: Dispatcher, to: AttemptRequest, signal: AbortSignal) {
  const { url, headers, body } = to;
  const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: agent });
  const retryAfter = answer.headers['retry-after'];
  return {
    status: answer.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    response: await readStart(answer.body),
  };
}

/** The status is the answer: a body that never ends or breaks off changes nothing about it. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_RESPONSE_BYTES) break; // leaving closes the connection
    }
  } catch {
    // What was read before it broke off is kept.
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8');
}

const BY_CODE: Readonly<Record<string, RequestError>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_closed',
  EPIPE: 'connection_closed',
  UND_ERR_SOCKET: 'connection_closed',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'invalid_answer',
};

/** Why a request failed, from what undici throws. */
export function classifyFailure(error: unknown): RequestError {
  if (error instanceof AddressNotAllowed) return 'address_not_allowed';
  const { name, code = '', errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (name === 'TimeoutError') return 'timeout';
  // Several addresses were tried, each failed.
  if (code === '' && errors?.length) return classifyFailure(errors[0]);
  if (/CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) return 'certificate';
  if (name === 'HTTPParserError') return 'invalid_answer';
  return BY_CODE[code] ?? 'network';
}
