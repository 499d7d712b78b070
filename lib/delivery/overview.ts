import type { DeliveryReason, DeliveryView, QueueOverview } from '../messages.ts';
import { sites } from '../sites/registry.ts';
import type { DeliveryContext } from './deliver.ts';
import { loadEndpointState } from './endpoint-state.ts';
import { countUndelivered, recentDeliveries } from './outbox.ts';
import type { DeliveryRow } from './row.ts';
import { isUndelivered } from './state.ts';

const RECENT = 10;

/** What the popup shows of the outbox. */
export async function overview(context: DeliveryContext): Promise<QueueOverview> {
  const [{ connection, hold }, rows, undelivered] = await Promise.all([
    connected(context),
    recentDeliveries(context.db, RECENT),
    countUndelivered(context.db),
  ]);
  return {
    undelivered,
    hold: hold?.reason ?? null,
    recent: rows.map((row) => deliveryView(row, connection?.workspaceId ?? null)),
  };
}

async function connected(context: DeliveryContext) {
  const connection = await context.loadConnection();
  return { connection, hold: connection ? (await loadEndpointState(context.db, connection.endpoint)).hold : null };
}

export function deliveryView(row: DeliveryRow, connectedWorkspaceId: string | null): DeliveryView {
  const { eventId, title, url, messageCount, state, detail, createdAtMs, deliveredAtMs, attempts } = row;
  const nextTryAtMs = state === 'waiting' ? (row.dueAtMs ?? null) : null;
  const reason = isUndelivered(state) ? (strandedReason(row, connectedWorkspaceId) ?? row.reason) : row.reason;
  return {
    eventId,
    siteName: siteName(row.source),
    title,
    url,
    messageCount,
    state,
    reason,
    detail,
    createdAtMs,
    deliveredAtMs,
    nextTryAtMs,
    attempts,
  };
}

/** A source that is no site any more keeps its id. */
function siteName(source: string): string {
  return sites.find(({ id }) => id === source)?.name ?? source;
}

/** Why an event cannot even be tried. */
function strandedReason(row: DeliveryRow, connectedWorkspaceId: string | null): DeliveryReason | null {
  if (connectedWorkspaceId === null) return 'not_connected';
  return row.workspaceId === connectedWorkspaceId ? null : 'other_workspace';
}
