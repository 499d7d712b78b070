import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { serveChild } from '../test-support/child-receiver.ts';
import { makeTempDir } from '../test-support/receiver.ts';
import { makeEvent, SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const MARKER = 'a-marker-that-stands-nowhere-else';

/** Whatever is in the folder, also what is left of files that a process had open. */
function filesHolding(dir: string, text: string): string[] {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((path) => join(dir, path));
  return paths.filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

function markedEvent(id: string, isRenderOnly: boolean) {
  return makeEvent({
    event_id: id,
    data: {
      session_id: `s_${id}`,
      conversation_title: MARKER,
      messages: [{ role: 'user', content: MARKER, reasoning: MARKER, attachments: [{ text: MARKER, name: MARKER }] }],
      labels: [MARKER],
      links: [`https://example.com/${MARKER}`],
      url: `https://example.com/${MARKER}`,
      capture: { render_only: isRenderOnly },
      more: { [MARKER]: MARKER },
    },
    actor: { id: MARKER },
  });
}

test('5 an event that is render only leaves its envelope and digest behind, and no content in any file or log line', {
  timeout: 60_000,
}, async () => {
  const data = makeTempDir();
  const receiver = await serveChild(data);
  const timestampSec = Math.floor(Date.now() / 1000);
  const post = async (path: string, event: Record<string, unknown>, change: Record<string, string> = {}) => {
    const init = await signedInit(event, { timestampSec });
    return (await fetch(receiver.url + path, { ...init, headers: { ...init.headers, ...change } })).status;
  };
  const path = `/webhooks/v1/${WORKSPACE}/chatgpt`;
  const event = markedEvent('evt_1', true);
  expect(await post(path, event)).toBe(200);
  expect(await post(path, event)).toBe(200);
  expect(await post('/webhooks/v1/test', event)).toBe(200);
  // Refused in many ways: wrong signature, path, schema, key.
  expect(await post(path, event, { 'x-iw-signature': `sha256=${createHmac('sha256', SECRET).digest('hex')}` })).toBe(
    401,
  );
  expect(await post(`/webhooks/v1/${WORKSPACE}/claude`, event)).toBe(422);
  expect(await post(path, { ...markedEvent('evt_2', true), timestamp: MARKER })).toBe(422);
  const generic = `/api/v1/webhooks/generic/${WORKSPACE}?source=chatgpt`;
  expect(await post(generic, markedEvent('evt_3', true))).toBe(202);
  await receiver.end('SIGKILL'); // before a checkpoint: the write-ahead log is read as well
  expect(receiver.log()).not.toContain(MARKER);
  expect(filesHolding(data, MARKER)).toEqual([]);

  const database = new DatabaseSync(join(data, 'brainpost.db'), { readOnly: true });
  const rows = database
    .prepare('SELECT event_id, body, length(body_digest) AS digest FROM event_inbox ORDER BY id')
    .all();
  database.close();
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { event_id: 'evt_1', body: null, digest: 32 },
    { event_id: 'evt_3', body: null, digest: 32 },
  ]);

  // The scan does find what is kept.
  const second = await serveChild(data);
  const init = await signedInit(markedEvent('evt_4', false), { timestampSec: Math.floor(Date.now() / 1000) });
  expect((await fetch(second.url + path, init)).status).toBe(200);
  await second.end('SIGTERM');
  expect(filesHolding(data, MARKER)).not.toEqual([]);
});
