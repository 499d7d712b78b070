import type { Worker } from '@playwright/test';

/** Posts made by a plain loop, signed as the queue signs, with nothing behind them. */
export interface PlainLoop {
  /** Begins the ids of events and conversations. */
  name: string;
  count: number;
  perConversation: number;
  chars: number;
  concurrency: number;
  endpoint: string;
  workspaceId: string;
  /** One whose UTF-8 bytes are the key for both signatures: no `whsec_`. */
  secret: string;
}

/** Runs it in the extension's own worker. @returns milliseconds */
export function runPlainLoop(worker: Worker, loop: PlainLoop): Promise<number> {
  return worker.evaluate(loopInWorker, loop);
}

/** Runs in the worker, so everything it needs is in it. */
// oxlint-disable-next-line max-lines-per-function -- runs elsewhere: what it needs has to be inside it
async function loopInWorker(loop: PlainLoop): Promise<number> {
  const encoder = new TextEncoder();
  const text = 'All work and no play makes a dull note. '.repeat(Math.ceil(loop.chars / 40)).slice(0, loop.chars);
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(loop.secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  // As the queue does, a body is text that is kept somewhere.
  const bodies = Array.from({ length: loop.count }, (_, i) => bodyOf(i));
  const startMs = performance.now();
  let next = 0;
  const run = async () => {
    for (let i = next++; i < loop.count; i = next++) await post(i);
  };
  await Promise.all(Array.from({ length: loop.concurrency }, run));
  return performance.now() - startMs;

  function bodyOf(i: number): string {
    // In the order in which the queue sends them, because the receiver's work depends on it: one of each conversation, then
    // the next of each.
    const conversations = loop.count / loop.perConversation;
    const sessionId = `${loop.name}-${i % conversations}`;
    const place = Math.floor(i / conversations);
    const capture = { mode: 'auto', reader: 'api', completeness: 'complete', snapshot: 'delta' };
    const data = {
      session_id: sessionId,
      conversation_title: sessionId,
      messages: [{ role: 'user', id: `m${place}`, index: place, content: `${i} ${text}` }],
      url: `https://chatgpt.com/c/${sessionId}`,
      capture: { ...capture, total_messages: place + 1 },
    };
    const timestamp = new Date(Date.UTC(2026, 0, 1) + i).toISOString();
    const envelope = { source: 'chatgpt', type: 'brain.ingest', workspace_id: loop.workspaceId, timestamp };
    return JSON.stringify({ event_id: `evt_${loop.name}_${i}`, ...envelope, data });
  }

  async function post(i: number): Promise<void> {
    const id = `evt_${loop.name}_${i}`;
    const body = encoder.encode(bodies[i]);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const head = encoder.encode(`${id}.${timestamp}.`);
    const signed = new Uint8Array(head.length + body.length);
    signed.set(head);
    signed.set(body, head.length);
    const weak = new Uint8Array(await crypto.subtle.sign('HMAC', key, body));
    const strong = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
    const response = await fetch(`${loop.endpoint}/webhooks/v1/${loop.workspaceId}/chatgpt`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-iw-signature': `sha256=${Array.from(weak, (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
        'x-iw-timestamp': timestamp,
        'x-iw-idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${btoa(String.fromCharCode(...strong))}`,
      },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
    });
    const answer = (await response.json()) as { status?: string };
    if (answer.status !== 'accepted') throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  }
}
