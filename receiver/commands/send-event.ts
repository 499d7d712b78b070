import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import { acceptedAnswerSchema, errorAnswerSchema } from '../../lib/protocol/answers.ts';
import { ingestUrl } from '../../lib/protocol/paths.ts';
import type { SigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';

const TIMEOUT_MS = 30_000;
/** How often an endpoint that asks to slow down is tried, and how long it may make us wait. */
const TRIES = 5;
const MAX_WAIT_SECONDS = 60;

export interface EventToSend {
  readonly id: string;
  readonly source: string;
  readonly workspaceId: string;
  /** As it stands in the file. */
  readonly body: Bytes;
}

export type SendOutcome =
  | { kind: 'accepted' | 'duplicate' }
  | { kind: 'refused'; why: string }
  /** No answer came; whether it arrived is not known. */
  | { kind: 'not sent'; why: string };

/** Signs an event at the time of the attempt and posts it. Waits as told when the endpoint asks to slow down. */
export async function sendEvent(event: EventToSend, endpoint: string, keys: SigningKeys): Promise<SendOutcome> {
  for (let tries = 1; ; tries += 1) {
    const response = await post(event, endpoint, keys).catch((error: unknown) => noAnswer(error, endpoint));
    if (!(response instanceof Response)) return response;
    const waitSeconds = askedToWait(response);
    if (waitSeconds === null || tries === TRIES) return outcomeOf(response);
    await response.body?.cancel();
    await wait(waitSeconds * 1000);
  }
}

async function post(event: EventToSend, endpoint: string, keys: SigningKeys): Promise<Response> {
  const { id, body } = event;
  const signature = await signRequest(keys, { id, timestampSec: Math.floor(Date.now() / 1000), body });
  return fetch(ingestUrl(endpoint, event.workspaceId, event.source), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature },
    body,
    // A redirect would carry a signed conversation to somewhere nobody named.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

function noAnswer(error: unknown, endpoint: string): SendOutcome {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  return {
    kind: 'not sent',
    why: isTimeout
      ? `${endpoint} does not answer within ${TIMEOUT_MS / 1000} seconds.`
      : `Nobody answers at ${endpoint}.`,
  };
}

/** Seconds, when the same request may succeed after them; `null` when the answer is final or asks for too much. */
function askedToWait(response: Response): number | null {
  if (response.status !== 429 && response.status !== 503) return null;
  const header = response.headers.get('retry-after') ?? '1';
  const seconds = /^\d+$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY;
  return seconds <= MAX_WAIT_SECONDS ? seconds : null;
}

async function outcomeOf(response: Response): Promise<SendOutcome> {
  const body = await readJson(response);
  if (response.ok) {
    const answer = acceptedAnswerSchema.safeParse(body);
    if (answer.success) return { kind: answer.data.status };
    return { kind: 'refused', why: 'Something answers, but it is no receiver. Check the address.' };
  }
  const error = errorAnswerSchema.safeParse(body);
  if (!error.success) return { kind: 'refused', why: `The endpoint answers with HTTP status ${response.status}.` };
  // Ids commit to the content: the endpoint holds this content already, in an envelope of another time.
  if (error.data.error === 'event_id_conflict') return { kind: 'duplicate' };
  return { kind: 'refused', why: describe(error.data) };
}

/** What the endpoint says is printed, so it must not be able to steer a terminal. */
function describe({ error, message, issues = [] }: z.infer<typeof errorAnswerSchema>): string {
  const details = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const text = [message ?? 'The endpoint refuses it.', details, `(${error})`].filter(Boolean).join(' ');
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 500);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
