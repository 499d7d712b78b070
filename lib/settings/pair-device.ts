import type { ConnectionProblem } from '../messages.ts';
import { parseJson } from '../delivery/parse-json.ts';
import { errorAnswerSchema } from '../protocol/answers.ts';
import { checkConnection, type Connection } from '../protocol/connection.ts';
import { pairAnswerSchema, pairUrl } from '../protocol/pairing.ts';
import { normalizePairingCode } from '../protocol/pairing-code.ts';

const TIMEOUT_MS = 15_000;
/** Stand for what the receiver will say, so that the address can be checked without it. */
const NOT_KNOWN_YET = { workspaceId: 'ws', secret: 'secret' };

export type PairedConnection = { ok: true; connection: Connection } | { ok: false; problem: ConnectionProblem };

export interface PairingParts {
  readonly fetch: typeof fetch;
  /** Resolves when the browser may talk to the endpoint; `false` when nobody allowed it for long. */
  readonly untilPermitted: (endpoint: string) => Promise<boolean>;
  /** What this device calls itself: `Chrome on Linux`. */
  readonly deviceName: string;
}

/** Exchanges a one-time code for a key of this browser's own (docs/protocol.md, section 1.8). The code goes to that endpoint alone. */
export async function pairDevice(
  input: { readonly endpoint: string; readonly code: string },
  parts: PairingParts,
): Promise<PairedConnection> {
  const code = normalizePairingCode(input.code);
  if (code === null) return { ok: false, problem: 'not_a_code' };
  const checked = checkConnection({ ...NOT_KNOWN_YET, endpoint: input.endpoint });
  if (!checked.ok) return { ok: false, problem: checked.error };
  const { endpoint } = checked.connection;
  if (!(await parts.untilPermitted(endpoint))) return { ok: false, problem: 'code_not_permitted' };

  const answer = await postCode(endpoint, { code, name: parts.deviceName }, parts.fetch);
  if (answer === null) return { ok: false, problem: 'code_unreachable' };
  const paired = answer.status === 201 ? pairAnswerSchema.safeParse(answer.body).data : undefined;
  if (!paired) return { ok: false, problem: problemOf(answer) };
  return { ok: true, connection: { endpoint, workspaceId: paired.workspace_id, secret: paired.secret } };
}

interface Answer {
  readonly status: number;
  /** `null` when it is no JSON: a page, say. */
  readonly body: unknown;
}

/** @returns `null` when nobody answers */
async function postCode(endpoint: string, body: object, fetcher: typeof fetch): Promise<Answer | null> {
  try {
    const response = await fetcher(pairUrl(endpoint), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Whoever a redirect leads to must not learn the code.
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: parseJson(await response.text()) };
  } catch {
    return null; // no network, nobody there, or too slow
  }
}

function problemOf({ status, body }: Answer): ConnectionProblem {
  const error = errorAnswerSchema.safeParse(body).data?.error;
  if (error === 'invalid_code') return 'code_refused';
  if (error === 'https_required') return 'code_not_private';
  if (error === 'rate_limited') return 'code_limited';
  return error !== undefined && status >= 500 ? 'code_unreachable' : 'code_not_a_receiver';
}
