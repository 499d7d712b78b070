export const TOKENS = `
  -- Without a workspace it is the operator's.
  CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    token_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT REFERENCES workspaces (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    last_used_at INTEGER
  ) STRICT;
  CREATE INDEX tokens_by_workspace ON tokens (workspace_id);

  -- For reading the inbox back, newest first.
  CREATE INDEX event_inbox_by_workspace ON event_inbox (workspace_id);
  CREATE INDEX event_inbox_by_source ON event_inbox (workspace_id, source);
`;
