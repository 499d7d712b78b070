import { onTestFinished, vi } from 'vitest';
import { configureSource } from '../accounts/sources.ts';
import { startServer } from '../http/server.ts';
import type { NewEvent } from '../store/accept-store.ts';
import type { SourceChange } from '../store/source-store.ts';
import { makeReceiver } from './receiver.ts';
import { type RequestOptions, signedInit, WORKSPACE } from './signed-request.ts';

export interface PlainRequest {
  /** `source=…&event_type=…` */
  query?: string;
  headers?: Record<string, string>;
  workspace?: string;
}

/** A receiver on a socket, to be spoken to through its generic ingress. */
export async function makeGenericReceiver(change: Parameters<typeof makeReceiver>[0] = {}) {
  const receiver = await makeReceiver(change);
  const server = await startServer(receiver.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const acceptBatch = vi.spyOn(receiver.store, 'acceptBatch');

  const post = async (text: string | Uint8Array<ArrayBuffer>, request: PlainRequest = {}) => {
    const { query = '', headers = {}, workspace = WORKSPACE } = request;
    const response = await fetch(`${server.url}/api/v1/webhooks/generic/${workspace}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** Signed as in section 1; `id` is both key and `webhook-id`. */
  const postSigned = async (
    body: Record<string, unknown>,
    { query = '', id = 'msg_1', ...options }: { query?: string; id?: string } & Partial<RequestOptions> = {},
  ) => {
    const timestampSec = Math.floor(receiver.clock.now / 1000);
    const text = new TextEncoder().encode(JSON.stringify(body));
    const init = await signedInit({ event_id: id }, { timestampSec, body: text, ...options });
    return post(init.body, { query, headers: init.headers });
  };
  const setSource = async (source: string, what: SourceChange) => {
    const set = await configureSource(receiver.store, { workspaceId: WORKSPACE, source }, what);
    if (!set.ok) throw new Error(set.reason);
  };
  /** What was handed to the store last, whatever it said to it. */
  const lastSubmitted = (): NewEvent => {
    const event = acceptBatch.mock.lastCall?.[0].at(-1);
    if (!event) throw new Error('nothing came as far as the store');
    return event;
  };
  const hasSubmitted = () => acceptBatch.mock.calls.length > 0;
  return { ...receiver, url: server.url, post, postSigned, setSource, lastSubmitted, hasSubmitted };
}

export const ACCEPTED = { status: 202, body: { accepted: true } };
export const SEEN_BEFORE = { status: 202, body: { accepted: false } };
