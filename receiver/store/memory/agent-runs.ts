import type { AgentRun, AgentRunStore, ClaimedRun, NewAgentRun, RunClaim } from '../agent-run-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { payloadOf } from './outbox.ts';

/** `dueAt` is `null` for what is finished; under a lease it is the lease's end. */
export interface RunRow extends NewAgentRun {
  readonly workspaceId: string;
  run: AgentRun;
  readonly id: number;
  dueAt: number | null;
  token: string | null;
}

export function createAgentRunStore({ tables, run }: MemoryContext): AgentRunStore {
  const { runs, agents } = tables;
  const isOn = (agentId: string) => agents.get(agentId)?.agent.isActive === true;
  return {
    enqueueRuns: ({ agentIds, upTo, runs: made, now }) =>
      run(() => {
        for (const one of made) enqueue(tables, one, now);
        for (const id of agentIds) {
          const row = agents.get(id);
          if (row && row.cursor < upTo) agents.set(id, { ...row, cursor: upTo });
        }
      }),
    claimRuns: (claim) => run(() => claimDue(tables, claim)),
    releaseRunLeases: (now) =>
      run(() => {
        for (const row of runs.values()) if (row.token !== null) settle(row, { state: 'queued' }, now);
      }),
    finishRun: ({ id, token, next, ...told }) =>
      run(() => {
        const row = runs.get(id);
        if (row?.token !== token) return false;
        const attempts = next.state === 'queued' ? next.attempts : row.run.attempts;
        settle(row, { ...told, state: next.state, attempts }, next.state === 'queued' ? next.dueAt : null);
        return true;
      }),
    nextRunDueAt: (isLeftOut) =>
      run(() => {
        const due = [...runs.values()].flatMap(({ dueAt, agentId }) =>
          dueAt === null || !isOn(agentId) || isLeftOut(agentId) ? [] : [dueAt],
        );
        return due.length > 0 ? Math.min(...due) : null;
      }),
    listRuns: ({ workspaceId, agentId, state, before = Number.POSITIVE_INFINITY, limit }) =>
      run(() =>
        [...runs.values()]
          .filter((row) => row.workspaceId === workspaceId && row.id < before)
          .filter((row) => (agentId ?? row.agentId) === row.agentId && (state ?? row.run.state) === row.run.state)
          .toReversed()
          .slice(0, limit)
          .map((row) => row.run),
      ),
    findRun: (workspaceId, id) => run(() => findRun(tables, workspaceId, id)?.run ?? null),
    retryRun: ({ workspaceId, id, now }) =>
      run(() => {
        const row = findRun(tables, workspaceId, id);
        if (row?.run.state !== 'failed') return false;
        settle(row, { state: 'queued', attempts: 0 }, now);
        return true;
      }),
    pruneRuns: ({ before, limit }) =>
      run(() => {
        const isOld = (row: RunRow) => row.run.createdAt < before && row.dueAt === null;
        const old = [...runs.values()].filter(isOld).slice(0, limit);
        for (const { id } of old) runs.delete(id);
        return old.length;
      }),
  };
}

function findRun({ runs }: MemoryTables, workspaceId: string, id: number): RunRow | null {
  const row = runs.get(id);
  return row?.workspaceId === workspaceId ? row : null;
}

/** Ends its lease. */
function settle(row: RunRow, change: Partial<AgentRun>, dueAt: number | null): void {
  const run = { ...row.run, ...change };
  Object.assign(row, { run: { ...run, nextAttemptAt: run.state === 'queued' ? dueAt : null }, dueAt, token: null });
}

function enqueue(tables: MemoryTables, made: NewAgentRun, now: number): void {
  const { agentId, outboxId, eventId, role, conversationId } = made;
  const workspaceId = tables.agents.get(agentId)?.agent.workspaceId;
  const isThere = [...tables.runs.values()].some((row) => row.agentId === agentId && row.outboxId === outboxId);
  if (workspaceId === undefined || isThere) return;
  tables.lastRun.id += 1;
  const { id } = tables.lastRun;
  const run: AgentRun = {
    id,
    agentId,
    eventId,
    role,
    conversationId,
    state: 'queued',
    attempts: 0,
    error: null,
    statusCode: null,
    tokens: null,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    nextAttemptAt: now,
  };
  tables.runs.set(id, { ...made, id, workspaceId, run, dueAt: now, token: null });
}

function claimDue(tables: MemoryTables, { now, leaseMs, token, limit, slotsOf }: RunClaim): ClaimedRun[] {
  const due = [...tables.runs.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= now);
  const byAgent = Map.groupBy(due, (row) => row.agentId);
  const taken = [...byAgent].flatMap(([agentId, rows]) => {
    const agent = tables.agents.get(agentId)?.agent;
    if (!agent?.isActive) return [];
    const oldestFirst = rows.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.id - b.id);
    return oldestFirst.slice(0, slotsOf(agentId)).map((row) => ({ row, agent }));
  });
  return taken.slice(0, limit).map(({ row, agent }) => {
    const attempts = row.run.attempts + 1;
    settle(row, { state: 'running', attempts }, now + leaseMs);
    row.token = token;
    const { id, agentId, outboxId, eventId, role, sessionId, conversationId } = row;
    const made = { agentId, outboxId, eventId, role, sessionId, conversationId };
    return { ...made, id, agent, attempts, payload: payloadOf(tables, outboxId) };
  });
}
