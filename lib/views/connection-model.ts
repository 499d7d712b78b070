import { signal } from '@preact/signals';
import type { ConnectionInput, ConnectionProblem, ConnectionTest, ConnectionView } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { requestEndpoint } from '../platform/permissions.ts';
import { checkConnection, type ParsedConnection, parseConnectionString } from '../protocol/connection.ts';
import { normalizePairingCode } from '../protocol/pairing-code.ts';

/** The connection as every page of the extension shows and changes it. The worker holds the truth; this is a picture of it. */
export const connection = signal<ConnectionView | null | 'loading'>('loading');
/** Of the last test since the page opened. */
export const test = signal<ConnectionTest | 'running' | null>(null);
export const saveProblem = signal<ConnectionProblem | null>(null);

const NOT_PERMITTED = { ok: false, problem: 'code_not_permitted' } as const;

export async function readConnection(): Promise<void> {
  connection.value = await sendMessage('connection:get', undefined);
}

export async function save(input: ConnectionInput): Promise<void> {
  // Both at once: Firefox lets only the first call of a click ask, and some browsers close the popup over the question.
  const endpoint = endpointOf(input);
  const allowed = endpoint === null ? Promise.resolve(false) : requestEndpoint(endpoint);
  const saved = sendMessage('connection:save', input);
  // A code waits in the worker until the endpoint is allowed; who refuses that hears of it at once.
  const isRefused = input.kind === 'code' && endpoint !== null && !(await allowed);
  const result = isRefused ? NOT_PERMITTED : await saved;
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
  const parsed = parse(input);
  return parsed.ok ? parsed.connection.endpoint : null;
}

function parse(input: ConnectionInput): ParsedConnection {
  if (input.kind === 'string') return parseConnectionString(input.text);
  if (input.kind === 'fields') return checkConnection({ ...input, secret: input.secret || 'any' });
  const isCode = normalizePairingCode(input.code) !== null;
  return isCode
    ? checkConnection({ ...input, workspaceId: 'any', secret: 'any' })
    : { ok: false, error: 'missing_secret' };
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
