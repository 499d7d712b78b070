import { z } from 'zod';
import { conversationIdOf } from '../conversations/projection.ts';
import type { Pass } from '../inbox/waking-loop.ts';
import { isRenderOnly } from '../outbox/passing-bodies.ts';
import type { NewAgentRun } from '../store/agent-run-store.ts';
import type { AgentRoles } from '../store/agent-store.ts';
import type { OutboxEvent } from '../store/outbox-store.ts';
import type { Store } from '../store/store.ts';
import { matchesEventType } from '../webhooks/event-filter.ts';
import { CHAT_SOURCE } from './agent-chat.ts';

/** Rows of the outbox that are looked at in one transaction. */
const BATCH = 200;
/** What comes in has such a topic (docs/protocol.md, section 3). */
const ARRIVAL = 'webhook.';
/** What this receiver, or another one, says of itself. An agent's answer leads to such events: it would answer itself without end. */
const OWN_ARRIVAL = 'webhook.brainpost.';

const arrivalSchema = z.object({ data: z.object({ verified: z.boolean() }) });

/**
 * A pass that turns what is new in the outbox into runs, one for each agent whose roles it matches. Without agents it reads nothing.
 * @param onRuns told that there may be something to run
 */
export function createRoutingPass(store: Store, onRuns: () => void): Pass {
  return async (now) => {
    const agents = await store.agentRoles();
    if (agents.length === 0) return null;
    const after = Math.min(...agents.map(({ cursor }) => cursor));
    const rows = await store.readOutbox({ after, limit: BATCH });
    const last = rows.at(-1);
    if (!last) return null;
    const byWorkspace = Map.groupBy(agents, ({ workspaceId }) => workspaceId);
    const runs = rows.flatMap((row) => {
      const asked = (byWorkspace.get(row.workspaceId) ?? []).filter((agent) => isAsked(agent, row));
      return asked.map((agent) => toRun(agent, row));
    });
    await store.enqueueRuns({ agentIds: agents.map(({ id }) => id), upTo: last.id, runs, now });
    if (runs.length > 0) onRuns();
    // At once again while there is more.
    return rows.length === BATCH ? now : null;
  };
}

function isAsked({ cursor, roles, acceptsUnverified }: AgentRoles, { id, type, payload }: OutboxEvent): boolean {
  if (id <= cursor || !type.startsWith(ARRIVAL) || type.startsWith(OWN_ARRIVAL)) return false;
  // A run is kept until it is done, and its chat for good.
  if (!matchesEventType(roles, type) || isRenderOnly(payload)) return false;
  return acceptsUnverified || arrivalSchema.safeParse(JSON.parse(payload)).data?.data.verified === true;
}

function toRun({ id: agentId, workspaceId }: AgentRoles, { id: outboxId, eventId, type }: OutboxEvent): NewAgentRun {
  const sessionId = `${agentId}:${eventId}`;
  const conversationId = conversationIdOf({ workspaceId, source: CHAT_SOURCE, sessionId });
  return { agentId, outboxId, eventId, role: type, sessionId, conversationId };
}
