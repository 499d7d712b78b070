import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Agent, AgentSettings, AgentStore, AgentUpdate, NewAgent } from '../agent-store.ts';
import { agentRow, rolesRow } from './agent-rows.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

/** Column of each setting. */
const COLUMNS: Readonly<Record<keyof AgentSettings, string>> = {
  name: 'name',
  roles: 'roles',
  baseUrl: 'base_url',
  model: 'model',
  apiKey: 'api_key',
  systemPrompt: 'system_prompt',
  acceptsUnverified: 'accepts_unverified',
  timeoutMs: 'timeout_ms',
};
const LAST_OUTBOX_ID = '(SELECT COALESCE(MAX(id), 0) FROM event_outbox)';

export function createAgentStore({ database, run }: SqliteContext): AgentStore {
  const agents = new SqliteAgents(database);
  const write = <Result>(work: () => Result) => run(() => inTransaction(database, work));
  return {
    createAgent: (agent) => write(() => agents.create(agent)),
    findAgent: (workspaceId, id) => run(() => agents.find(workspaceId, id)?.agent ?? null),
    listAgents: (workspaceId) => run(() => agents.list(workspaceId)),
    updateAgent: (change) => write(() => agents.update(change)),
    deleteAgent: (workspaceId, id) => write(() => agents.delete(workspaceId, id)),
    agentRoles: () => run(() => agents.roles()),
  };
}

/** Methods that write are for use inside a transaction. */
class SqliteAgents {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  create({ id, workspaceId, isActive, createdAt, ...settings }: NewAgent): Agent {
    const { columns, values } = columnsOf(settings);
    this.#database
      .prepare(
        `INSERT INTO agents (agent_id, workspace_id, is_active, created_at, updated_at, cursor, ${columns.join(', ')})
         VALUES (?, ?, ?, ?, ?, ${LAST_OUTBOX_ID}, ${columns.map(() => '?').join(', ')})`,
      )
      .run(id, workspaceId, Number(isActive), createdAt, createdAt, ...values);
    return this.#mustFind(workspaceId, id);
  }

  find(workspaceId: string, id: string): { key: number; agent: Agent } | null {
    const row = this.#database
      .prepare('SELECT * FROM agents WHERE agent_id = ? AND workspace_id = ?')
      .get(id, workspaceId);
    return row ? agentRow.parse(row) : null;
  }

  list(workspaceId: string): Agent[] {
    const rows = this.#database.prepare('SELECT * FROM agents WHERE workspace_id = ? ORDER BY id').all(workspaceId);
    return rows.map((row) => agentRow.parse(row).agent);
  }

  update({ workspaceId, id, settings, active, now }: AgentUpdate): Agent | null {
    const found = this.find(workspaceId, id);
    if (!found) return null;
    const { columns, values } = columnsOf(settings);
    const sets = ['updated_at = ?', ...columns.map((column) => `${column} = ?`)].join(', ');
    this.#database.prepare(`UPDATE agents SET ${sets} WHERE id = ?`).run(now, ...values, found.key);
    if (active !== undefined && active !== found.agent.isActive) {
      this.#database
        .prepare(`UPDATE agents SET is_active = ?, cursor = ${LAST_OUTBOX_ID} WHERE id = ?`)
        .run(Number(active), found.key);
    }
    return this.#mustFind(workspaceId, id);
  }

  delete(workspaceId: string, id: string): boolean {
    const found = this.find(workspaceId, id);
    if (!found) return false;
    this.#database.prepare('DELETE FROM agent_runs WHERE agent = ?').run(found.key);
    this.#database.prepare('DELETE FROM agents WHERE id = ?').run(found.key);
    return true;
  }

  roles() {
    return this.#database
      .prepare('SELECT * FROM agents WHERE is_active = 1 ORDER BY id')
      .all()
      .map((row) => rolesRow.parse(row));
  }

  #mustFind(workspaceId: string, id: string): Agent {
    const found = this.find(workspaceId, id);
    if (!found) throw new Error(`agent ${id} is gone`);
    return found.agent;
  }
}

function columnsOf(settings: Partial<AgentSettings>): { columns: string[]; values: SQLInputValue[] } {
  const given = (Object.keys(COLUMNS) as (keyof AgentSettings)[]).filter((name) => settings[name] !== undefined);
  const values = given.map((name): SQLInputValue => {
    const value = settings[name] ?? null;
    if (typeof value === 'boolean') return Number(value);
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
  return { columns: given.map((name) => COLUMNS[name]), values };
}
