import { createHmac } from 'node:crypto';

export const WORKSPACE = 'ws_bench';
const SOURCE = 'chatgpt';

/** Whole HTTP requests, each another event, signed both ways as our sender does. Made before the clock runs. */
export function makeRequests(wanted: { count: number; bytes: number; secret: string }): Buffer[] {
  const run = Math.random().toString(36).slice(2, 10);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(wanted.secret.slice('whsec_'.length), 'base64');
  return Array.from({ length: wanted.count }, (_, i) => {
    const id = `evt_${run}_${i}`;
    const body = bodyOf(id, wanted.bytes, i);
    const lines = [
      `POST /webhooks/v1/${WORKSPACE}/${SOURCE} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `X-IW-Signature: sha256=${createHmac('sha256', wanted.secret).update(body).digest('hex')}`,
      `X-IW-Timestamp: ${timestamp}`,
      `X-IW-Idempotency-Key: ${id}`,
      `webhook-id: ${id}`,
      `webhook-timestamp: ${timestamp}`,
      `webhook-signature: v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`,
    ];
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
  });
}

/** A message of a conversation as it is captured. */
function bodyOf(id: string, bytes: number, i: number): Buffer {
  const event = (content: string) => ({
    event_id: id,
    source: SOURCE,
    type: 'brain.ingest',
    workspace_id: WORKSPACE,
    timestamp: new Date().toISOString(),
    data: {
      session_id: `s_${id.slice(0, 12)}_${Math.floor(i / 10)}`,
      conversation_title: 'A conversation of the bench',
      messages: [{ id: `m_${i}`, role: 'assistant', index: i % 10, content }],
      capture: { mode: 'auto', reader: 'api', completeness: 'window', snapshot: 'delta' },
    },
  });
  const bare = JSON.stringify(event('')).length;
  return Buffer.from(JSON.stringify(event('word '.repeat(Math.max(0, bytes - bare) / 5))));
}
