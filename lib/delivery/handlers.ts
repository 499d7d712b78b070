import type {
  ConnectionView,
  MessageMap,
  PreviewResult,
  QueuePage,
  QueuePageRequest,
  SaveConnectionResult,
  SentView,
  SubmitResult,
} from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { deviceName } from '../platform/device-name.ts';
import { isEndpointPermitted, untilEndpointPermitted } from '../platform/permissions.ts';
import type { Sender } from '../platform/sender.ts';
import { contentScriptOrigin } from '../platform/sender.ts';
import { tabUrl } from '../platform/tabs.ts';
import { prepareCapture } from '../privacy/prepare-capture.ts';
import { connect } from '../settings/connect.ts';
import { type ConnectionSettings, loadConnection } from '../settings/connection-store.ts';
import { brainIngestData, buildEvent, type Captured } from './build-event.ts';
import { checkConversation } from './check-conversation.ts';
import { captureModeInputSchema } from './conversation-schema.ts';
import { deliveryContext, drainNow, refreshBadge } from './delivery-worker.ts';
import { releaseEndpoint } from './endpoint-state.ts';
import { lastSent } from './last-sent.ts';
import { deliveryView } from './overview.ts';
import { discard, exportOpen, queuePage, retryOne } from './queue-page.ts';
import { submit } from './submit.ts';
import { makeAllDue } from './upkeep.ts';

/** What the worker does on each message. Who may send which is decided where they are registered. */

/** The workspace of a preview while none is connected. */
const PREVIEW_WORKSPACE = 'ws_preview';

/** For a person to allow the endpoint. */
const QUESTION_TIMEOUT_MS = 60_000;

type Submitted = Parameters<MessageMap['capture:submit']>[0];

export async function handleSubmit(input: Submitted, sender: Sender): Promise<SubmitResult> {
  const conversation = checkConversation(input.conversation, contentScriptOrigin(sender)?.url ?? null);
  const mode = captureModeInputSchema.safeParse(input.mode);
  if (!conversation || !mode.success) return { ok: false, reason: 'invalid_capture' };

  const context = await deliveryContext();
  const { captured } = await prepareCapture({ conversation, mode: mode.data, nowMs: context.now() });
  const result = await submit(context, captured);
  await refreshBadge(context);
  return result;
}

/** What would be sent of a tab, without keeping or sending anything. */
export async function handlePreview({
  tabId,
  use,
}: Parameters<MessageMap['capture:preview']>[0]): Promise<PreviewResult> {
  const result = await sendMessage('page:read', { use }, tabId).catch(() => null);
  if (!result) return { ok: false, reason: 'no_content_script' };
  if (!result.ok) return result;
  const conversation = checkConversation(result.conversation, await tabUrl(tabId));
  if (!conversation) return { ok: false, reason: 'invalid_capture' };
  const connection = await loadConnection();
  const { captured, counts } = await prepareCapture({ conversation, mode: 'manual', nowMs: Date.now() });
  const event = await previewEvent(captured, connection?.workspaceId ?? PREVIEW_WORKSPACE);
  return { ok: true, event, redactions: counts };
}

function previewEvent(captured: Captured, workspaceId: string) {
  const { source } = captured.conversation;
  const envelope = { workspaceId, source, previousEventId: '', atMs: Date.now(), actor: captured.actor };
  return buildEvent(envelope, brainIngestData(captured));
}

export async function handleSave(input: Parameters<MessageMap['connection:save']>[0]): Promise<SaveConnectionResult> {
  const saved = await connect(input, {
    fetch: (...request) => fetch(...request),
    untilPermitted: (endpoint) => untilEndpointPermitted(endpoint, QUESTION_TIMEOUT_MS),
    deviceName: deviceName(),
  });
  if (!saved.ok) return saved;
  const { db } = await deliveryContext();
  await releaseEndpoint(db, saved.settings.endpoint);
  return { ok: true, connection: await connectionView(saved.settings) };
}

export async function handleGetConnection(): Promise<ConnectionView | null> {
  const settings = await loadConnection();
  return settings && connectionView(settings);
}

async function connectionView(settings: ConnectionSettings): Promise<ConnectionView> {
  return { ...settings, permitted: await isEndpointPermitted(settings.endpoint) };
}

/** "Retry now": holds are lifted and everything undelivered is due, or the one event, also when it was given up. */
export async function handleRetry({ eventId }: Parameters<MessageMap['queue:retry']>[0] = {}): Promise<void> {
  const { db } = await deliveryContext();
  const settings = await loadConnection();
  if (settings) await releaseEndpoint(db, settings.endpoint);
  if (eventId === undefined) await makeAllDue(db, Date.now());
  else if (settings) await retryOne(db, eventId, { to: settings, nowMs: Date.now() });
  await drainNow();
}

export async function handleQueuePage(request: QueuePageRequest): Promise<QueuePage> {
  const { db } = await deliveryContext();
  const connection = await loadConnection();
  const { items, next } = await queuePage(db, request);
  return { items: items.map((row) => deliveryView(row, connection?.workspaceId ?? null)), next };
}

export async function handleDiscard({ eventId }: { eventId: string }): Promise<boolean> {
  const context = await deliveryContext();
  const isGone = await discard(context.db, eventId, context.now());
  await refreshBadge(context);
  return isGone;
}

export async function handleLastSent(): Promise<SentView | null> {
  return lastSent((await deliveryContext()).db);
}

export async function handleExport({
  after,
}: {
  after: number | null;
}): Promise<{ lines: string[]; next: number | null }> {
  return exportOpen((await deliveryContext()).db, after);
}
