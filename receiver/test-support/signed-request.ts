import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { importSigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';

export const WORKSPACE = 'ws_1';
export const SECRET = 'a secret of enough bytes';

/** A `brain.ingest` event; `change` goes over its envelope. */
export function makeEvent(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: 'evt_1',
    source: 'chatgpt',
    type: 'brain.ingest',
    workspace_id: WORKSPACE,
    timestamp: '2026-11-21T09:30:00Z',
    data: { session_id: 's1', conversation_title: 'Tea', messages: [{ role: 'user', content: 'hi' }] },
    ...change,
  };
}

export interface RequestOptions {
  secret?: string;
  /** UNIX seconds. */
  timestampSec: number;
  /** Leaves the Standard Webhooks headers out. */
  bodyOnly?: boolean;
  /** Header name -> value; `undefined` leaves one out. */
  headers?: Record<string, string | undefined>;
  /** Sent in place of the event's JSON. */
  body?: Bytes;
}

/** Method, headers and body of a signed request; the signed id is the event's own. */
export async function signedInit(event: Record<string, unknown>, options: RequestOptions) {
  const body = options.body ?? utf8Bytes(JSON.stringify(event));
  const keys = await importSigningKeys(options.secret ?? SECRET);
  if (!keys) throw new Error('not a secret');
  const signed = await signRequest(keys, { id: String(event['event_id']), timestampSec: options.timestampSec, body });
  const all: Record<string, string | undefined> = { 'content-type': 'application/json', ...signed, ...options.headers };
  const isLeftOut = (name: string) => options.bodyOnly === true && name.startsWith('webhook-');
  const headers = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined || isLeftOut(name) ? [] : [[name, value]],
  );
  return { method: 'POST', headers: Object.fromEntries(headers), body };
}
