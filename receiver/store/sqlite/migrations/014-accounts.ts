/** People, their sessions and links that sign in once; and an index by which events are counted by the hour. */
export const ACCOUNTS = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    is_operator INTEGER NOT NULL,
    password_hash TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE memberships (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    user_id TEXT NOT NULL REFERENCES users (user_id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'member', 'viewer')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memberships_by_user ON memberships (user_id);

  CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (user_id),
    is_by_link INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_user ON sessions (user_id);

  -- Without a workspace it signs in the operator.
  CREATE TABLE login_links (
    digest BLOB PRIMARY KEY,
    link_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT REFERENCES workspaces (id),
    role TEXT,
    note TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX login_links_by_workspace ON login_links (workspace_id) WHERE workspace_id IS NOT NULL;

  CREATE INDEX event_inbox_by_time ON event_inbox (workspace_id, received_at);
`;
