/** Agents, and their runs. */
export const AGENTS = `
  CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    agent_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    base_url TEXT NOT NULL,
    model TEXT NOT NULL,
    api_key TEXT,
    system_prompt TEXT NOT NULL,
    accepts_unverified INTEGER NOT NULL,
    timeout_ms INTEGER NOT NULL,
    is_active INTEGER NOT NULL,
    -- The last row of the outbox that was looked at for it.
    cursor INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX agents_by_workspace ON agents (workspace_id, id);

  -- due_at is NULL for what is finished; under a lease it is the lease's end.
  CREATE TABLE agent_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent INTEGER NOT NULL REFERENCES agents (id),
    workspace_id TEXT NOT NULL,
    outbox_id INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    role TEXT NOT NULL,
    session_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    lease_token TEXT,
    error TEXT,
    status_code INTEGER,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    UNIQUE (agent, outbox_id)
  ) STRICT;
  CREATE INDEX agent_runs_due ON agent_runs (agent, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX agent_runs_leased ON agent_runs (id) WHERE lease_token IS NOT NULL;
  CREATE INDEX agent_runs_unfinished ON agent_runs (workspace_id, outbox_id) WHERE due_at IS NOT NULL;
  CREATE INDEX agent_runs_by_workspace ON agent_runs (workspace_id, id);
  CREATE INDEX agent_runs_by_state ON agent_runs (workspace_id, state, id);
  CREATE INDEX agent_runs_by_agent ON agent_runs (agent, id);
`;
