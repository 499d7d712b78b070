import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { NewRefusal } from '../store/log-store.ts';
import { captureLog } from '../test-support/receiver.ts';
import { RefusalLog } from './refusal-log.ts';

const REFUSAL: NewRefusal = {
  at: 1,
  workspaceId: 'ws_none',
  path: '/webhooks/v1/ws_none/chatgpt',
  error: 'invalid_signature',
  detail: '',
  isVerified: false,
  address: '192.0.2.1',
  userAgent: '',
};

test('of a flood only so many are kept, and the log says how many were left out', async () => {
  const log = captureLog();
  const store = createMemoryStore();
  const refusals = new RefusalLog(store);
  for (let i = 0; i < 510; i += 1) refusals.note(REFUSAL);
  await refusals.flush();
  expect(await store.listRefusals({ workspaceId: null, limit: 1000 })).toHaveLength(500);
  expect(log()).toContain('"event":"refusals_not_kept","count":10');
});

test('a store that fails is said in the log, and what comes later is written', async () => {
  const log = captureLog();
  const store = createMemoryStore();
  let isDown = true;
  const refusals = new RefusalLog({
    ...store,
    noteRefusals: (...noted) => (isDown ? Promise.reject(new Error('down')) : store.noteRefusals(...noted)),
  });
  refusals.note(REFUSAL);
  await refusals.flush();
  expect(log()).toContain('refusals_not_written');
  isDown = false;
  refusals.note(REFUSAL);
  await refusals.flush();
  expect(await store.listRefusals({ workspaceId: null, limit: 9 })).toHaveLength(1);
});
