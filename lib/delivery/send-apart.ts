import { z } from 'zod';
import { utf8Bytes } from '../protocol/bytes.ts';
import { blobRef, blobUrl } from '../protocol/paths.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import { type Answer, type Outcome, outcomeOf } from './answer-table.ts';
import { parseJson } from './parse-json.ts';
import { sendSigned } from './post-signed.ts';
import type { BodyApart } from './text-apart.ts';

const storedAnswerSchema = z.looseObject({ ref: z.string() });

/** Where texts go that are delivered apart from their event. */
export interface BlobRoute {
  endpoint: string;
  workspaceId: string;
  keys: SigningKeys;
  /** Receiver's clock minus ours, in seconds, as far as known. */
  clockOffsetSec: number;
  /** UNIX milliseconds. */
  now(): number;
  fetch: typeof fetch;
  /** Before each request. @returns whether the event is still this worker's */
  renewLease(): Promise<boolean>;
}

/** How the texts fared. `failed`: the endpoint said something else to one of them, or nothing. */
type SentApart =
  | { kind: 'stored' }
  | { kind: 'not_taken'; status: number }
  | { kind: 'lost' }
  | { kind: 'failed'; outcome: Outcome };

/**
 * Stores texts at the endpoint by their digests (docs/protocol.md, section 1.6). The same text again is a success, so a worker
 * that dies over it loses nothing.
 * @param texts SHA-256 as hex digits -> the text
 */
export async function sendApart(texts: BodyApart['texts'], to: BlobRoute): Promise<SentApart> {
  for (const [digest, text] of texts) {
    if (!(await to.renewLease())) return { kind: 'lost' };
    const answer = await putText(digest, text, to);
    if (isStored(answer, digest)) continue;
    if (isNotTaken(answer)) return { kind: 'not_taken', status: answer.status };
    return { kind: 'failed', outcome: outcomeOf(answer, to.now()) };
  }
  return { kind: 'stored' };
}

async function putText(digest: string, text: string, to: BlobRoute): Promise<Answer> {
  const url = blobUrl(to.endpoint, to.workspaceId, digest);
  const timestampSec = Math.floor(to.now() / 1000) + to.clockOffsetSec;
  const what = { method: 'PUT', url, id: digest, type: 'text/markdown', body: utf8Bytes(text) } as const;
  return (await sendSigned({ ...what, keys: to.keys, timestampSec }, to.fetch)).answer;
}

type Response = Answer & { kind: 'response' };

function isStored(answer: Answer, digest: string): boolean {
  if (answer.kind !== 'response' || (answer.status !== 200 && answer.status !== 201)) return false;
  return storedAnswerSchema.safeParse(parseJson(answer.body)).data?.ref === blobRef(digest);
}

/** 404, 405 and 501 come from an endpoint without such a route; 413 from one that takes nothing of this size. */
const NOT_TAKEN = new Set([404, 405, 413, 501]);

function isNotTaken(answer: Answer): answer is Response {
  return answer.kind === 'response' && NOT_TAKEN.has(answer.status);
}
