import { signal } from '@preact/signals';
import type { ConnectionInput, ConnectionProblem, ConnectionTest, ConnectionView } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { requestEndpoint } from '../platform/permissions.ts';
import { checkConnection, parseConnectionString } from '../protocol/connection.ts';

/** The connection as every page of the extension shows and changes it. The worker holds the truth; this is a picture of it. */
export const connection = signal<ConnectionView | null | 'loading'>('loading');
/** Of the last test since the page opened. */
export const test = signal<ConnectionTest | 'running' | null>(null);
export const saveProblem = signal<ConnectionProblem | null>(null);

export async function readConnection(): Promise<void> {
  connection.value = await sendMessage('connection:get', undefined);
}

export async function save(input: ConnectionInput): Promise<void> {
  // Both at once: Firefox lets only the first call of a click ask, and some browsers close the popup over the question.
  const endpoint = endpointOf(input);
  const allowed = endpoint === null ? Promise.resolve(false) : requestEndpoint(endpoint);
  const result = await sendMessage('connection:save', input);
  saveProblem.value = result.ok ? null : result.problem;
  if (result.ok) {
    connection.value = result.connection;
    test.value = null;
    if (await allowed) await runTest();
  }
  await readConnection();
}

/** What the worker will make of the input, as far as the address goes; `null` when it will refuse it. */
function endpointOf(input: ConnectionInput): string | null {
  const parsed =
    input.kind === 'string'
      ? parseConnectionString(input.text)
      : checkConnection({ ...input, secret: input.secret || 'any' });
  return parsed.ok ? parsed.connection.endpoint : null;
}

export async function allow(): Promise<void> {
  if (connection.value === null || connection.value === 'loading') return;
  if (await requestEndpoint(connection.value.endpoint)) await runTest();
  await readConnection();
}

export async function runTest(): Promise<void> {
  test.value = 'running';
  test.value = await sendMessage('connection:test', undefined);
}
