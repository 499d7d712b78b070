import { signal } from '@preact/signals';
import type {
  ConnectionInput,
  ConnectionProblem,
  ConnectionTest,
  ConnectionView,
  PageState,
  QueueOverview,
} from '../../lib/messages.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { requestEndpoint } from '../../lib/platform/permissions.ts';
import { activeTabId } from '../../lib/platform/tabs.ts';

/** Everything the popup shows. The worker and the page hold the truth; this is a picture of it. */
export const connection = signal<ConnectionView | null | 'loading'>('loading');
export const page = signal<PageState | null | 'loading'>('loading');
export const queue = signal<QueueOverview | null>(null);
export const test = signal<ConnectionTest | 'running' | null>(null);
export const saveProblem = signal<ConnectionProblem | null>(null);
export const now = signal(Date.now());

/** Reads everything anew. The popup lives for seconds, so it simply asks again while it is open. */
export async function refresh(): Promise<void> {
  now.value = Date.now();
  connection.value = await sendMessage('connection:get');
  queue.value = await sendMessage('queue:overview');
  page.value = await currentPage();
}

/** `null` where no content script runs: the tab shows none of the chat sites. */
async function currentPage(): Promise<PageState | null> {
  const tabId = await activeTabId();
  return tabId === null ? null : sendMessage('page:state', undefined, tabId).catch(() => null);
}

export async function save(input: ConnectionInput): Promise<void> {
  const result = await sendMessage('connection:save', input);
  saveProblem.value = result.ok ? null : result.problem;
  if (!result.ok) return;
  connection.value = result.connection;
  // Still inside the click. Some browsers close the popup over their question; the settings are stored by then.
  if (result.connection.permitted || (await requestEndpoint(result.connection.endpoint))) await runTest();
  await refresh();
}

export async function allow(): Promise<void> {
  if (connection.value === null || connection.value === 'loading') return;
  if (await requestEndpoint(connection.value.endpoint)) await runTest();
  await refresh();
}

export async function runTest(): Promise<void> {
  test.value = 'running';
  test.value = await sendMessage('connection:test');
}

export async function send(): Promise<void> {
  const tabId = await activeTabId();
  if (tabId !== null) await sendMessage('page:send', undefined, tabId);
  await refresh();
}

export async function retry(): Promise<void> {
  await sendMessage('queue:retry');
  await refresh();
}
