import type { Agent, AgentStore } from '../agent-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';

export interface AgentRow {
  readonly agent: Agent;
  /** The last row of the outbox that was looked at for it. */
  readonly cursor: number;
}

export function createAgentStore({ tables, run }: MemoryContext): AgentStore {
  const { agents, runs } = tables;
  return {
    createAgent: (agent) =>
      run(() => {
        const created = { ...agent, updatedAt: agent.createdAt };
        agents.set(agent.id, { agent: created, cursor: tables.outbox.length });
        return created;
      }),
    findAgent: (workspaceId, id) => run(() => findAgent(tables, workspaceId, id)?.agent ?? null),
    listAgents: (workspaceId) =>
      run(() => [...agents.values()].flatMap(({ agent }) => (agent.workspaceId === workspaceId ? [agent] : []))),
    updateAgent: ({ workspaceId, id, settings, active, now }) =>
      run(() => {
        const found = findAgent(tables, workspaceId, id);
        if (!found) return null;
        const isActive = active ?? found.agent.isActive;
        const cursor = isActive === found.agent.isActive ? found.cursor : tables.outbox.length;
        const agent = { ...found.agent, ...settings, isActive, updatedAt: now };
        agents.set(id, { agent, cursor });
        return agent;
      }),
    deleteAgent: (workspaceId, id) =>
      run(() => {
        if (!findAgent(tables, workspaceId, id)) return false;
        for (const row of runs.values()) if (row.agentId === id) runs.delete(row.id);
        return agents.delete(id);
      }),
    agentRoles: () =>
      run(() =>
        [...agents.values()]
          .filter(({ agent }) => agent.isActive)
          .map(({ agent: { id, workspaceId, roles, acceptsUnverified }, cursor }) => ({
            id,
            workspaceId,
            roles,
            acceptsUnverified,
            cursor,
          })),
      ),
  };
}

function findAgent({ agents }: MemoryTables, workspaceId: string, id: string): AgentRow | null {
  const row = agents.get(id);
  return row?.agent.workspaceId === workspaceId ? row : null;
}
