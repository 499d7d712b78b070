/** What was refused and what was changed, without a word of any body. */
export const LOGS = `
  CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    workspace_id TEXT NOT NULL,
    path TEXT NOT NULL,
    error TEXT NOT NULL,
    detail TEXT NOT NULL,
    is_verified INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
  ) STRICT;
  CREATE INDEX refusals_by_workspace ON refusals (workspace_id, id);
  CREATE TABLE actions (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    workspace_id TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL
  ) STRICT;
  CREATE INDEX actions_by_workspace ON actions (workspace_id, id);
`;
