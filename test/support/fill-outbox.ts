import type { Page } from '@playwright/test';

/** Events that stand in the outbox as if captured while nobody answered. */
export interface Filling {
  /** Begins the ids of events and conversations. */
  name: string;
  count: number;
  perConversation: number;
  /** Length of each event's text. */
  chars: number;
  endpoint: string;
  workspaceId: string;
  /** When the first of each conversation may be sent, UNIX milliseconds. At once if left out. */
  dueAtMs?: number;
}

/** Writes events straight into the outbox's database, from one of the extension's own pages: clicking 100,000 times takes long. */
export async function fillOutbox(page: Page, filling: Filling): Promise<void> {
  await page.evaluate(fillInPage, filling);
}

/** Runs in the page, so everything it needs is in it. Rows are those that `lib/delivery/plan-capture.ts` makes. */
// oxlint-disable-next-line max-lines-per-function -- runs elsewhere: what it needs has to be inside it
async function fillInPage(filling: Filling): Promise<void> {
  const { name, count, perConversation, endpoint, workspaceId, dueAtMs = 0 } = filling;
  const BATCH = 1_000;
  const text = 'All work and no play makes a dull note. '.repeat(Math.ceil(filling.chars / 40)).slice(0, filling.chars);
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('brainpost-delivery');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
  for (let from = 0; from < count; from += BATCH) await fillBatch(from, Math.min(count, from + BATCH));
  db.close();

  function fillBatch(from: number, to: number): Promise<void> {
    const tx = db.transaction(['deliveries', 'bodies', 'manifests', 'heads', 'ledgers', 'counts'], 'readwrite');
    for (let i = from; i < to; i += 1) fillOne(tx, i);
    const counts = tx.objectStore('counts');
    const before = counts.get('counts');
    before.addEventListener('success', () => {
      const { undelivered = 0, delivered = 0 } = (before.result ?? {}) as { undelivered?: number; delivered?: number };
      counts.put({ undelivered: undelivered + to - from, delivered }, 'counts');
    });
    return new Promise((resolve, reject) => {
      tx.addEventListener('complete', () => resolve());
      tx.addEventListener('abort', () => reject(tx.error));
    });
  }

  function fillOne(tx: IDBTransaction, i: number): void {
    const eventId = `evt_${name}_${i}`;
    const sessionId = `${name}-${Math.floor(i / perConversation)}`;
    const url = `https://chatgpt.com/c/${sessionId}`;
    const place = i % perConversation;
    const lane = JSON.stringify([endpoint, workspaceId, 'chatgpt', sessionId]);
    const timestamp = new Date(Date.UTC(2026, 0, 1) + i).toISOString();
    const message = { role: 'user', id: `m${place}`, index: place, content: `${i} ${text}` };
    const capture = { mode: 'auto', reader: 'api', completeness: 'complete', snapshot: 'delta' };
    const data = {
      session_id: sessionId,
      conversation_title: sessionId,
      messages: [message],
      url,
      capture: { ...capture, total_messages: place + 1 },
    };
    const envelope = {
      event_id: eventId,
      source: 'chatgpt',
      type: 'brain.ingest',
      workspace_id: workspaceId,
      timestamp,
    };
    const row = {
      eventId,
      workspaceId,
      endpoint,
      source: 'chatgpt',
      title: sessionId,
      url,
      messageCount: place + 1,
      captureId: eventId,
      state: 'queued',
      reason: null,
      detail: null,
      how: null,
      attempts: 0,
      createdAtMs: Date.now(),
      deliveredAtMs: null,
      lane,
      lease: null,
      ...(place === 0 && { dueAtMs }),
    };
    const hash = i.toString(16).padStart(16, '0');
    const whole = new Map([[message.id, hash]]);
    const part = { captureId: eventId, index: 0, count: 1 };
    tx.objectStore('deliveries').put(row);
    tx.objectStore('bodies').put(JSON.stringify({ ...envelope, data }), eventId);
    tx.objectStore('manifests').put({ whole, carries: whole, isComplete: true, part }, eventId);
    if (place > 0) return;
    const head = { eventIds: [eventId], previousEventId: '', digest: '', isFull: false, atMs: Date.parse(timestamp) };
    tx.objectStore('heads').put(head, lane);
  }
}

/** Takes everything out of the outbox. */
export async function emptyOutbox(page: Page): Promise<void> {
  await page.evaluate(emptyInPage);
}

async function emptyInPage(): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('brainpost-delivery');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names, 'readwrite');
  for (const name of names) tx.objectStore(name).clear();
  await new Promise((resolve, reject) => {
    tx.addEventListener('complete', resolve);
    tx.addEventListener('abort', () => reject(tx.error));
  });
  db.close();
}
