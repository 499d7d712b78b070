import { expect, test } from 'vitest';
import type { ConnectionTest } from '../lib/messages.ts';
import { checkStates } from './connection-checks.ts';

const connection = { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', permitted: true };

test.each<[string, ConnectionTest | 'running' | null, string]>([
  ['nothing is tested yet', null, 'good open open open'],
  ['the test runs', 'running', 'good running running running'],
  ['all is well', { ok: true }, 'good good good good'],
  ['nobody answers', { ok: false, reason: 'unreachable' }, 'good bad open open'],
  ['the secret is wrong', { ok: false, reason: 'invalid_signature' }, 'good good bad open'],
  ['the event is refused', { ok: false, reason: 'rejected' }, 'good good good bad'],
])('when %s', (_name, outcome, states) => {
  expect(checkStates(connection, outcome).join(' ')).toBe(states);
});

test('without access nothing is tried', () => {
  expect(checkStates({ ...connection, permitted: false }, null)[0]).toBe('bad');
});
