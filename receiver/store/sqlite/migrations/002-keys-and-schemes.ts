export const KEYS_AND_SCHEMES = `
  CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    key_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    source TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('workspace', 'device')),
    secret TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER
  ) STRICT;
  CREATE INDEX keys_by_workspace ON keys (workspace_id);
  INSERT INTO keys (key_id, workspace_id, name, kind, secret, created_at, expires_at)
    SELECT 'key_' || lower(hex(randomblob(9))), workspace_id, 'first', 'workspace', secret, created_at, expires_at
    FROM workspace_secrets ORDER BY id;
  DROP TABLE workspace_secrets;

  ALTER TABLE sources ADD COLUMN scheme TEXT;
  ALTER TABLE sources ADD COLUMN secret TEXT;
  ALTER TABLE sources ADD COLUMN last_seen_at INTEGER;
  CREATE INDEX sources_by_secret ON sources (secret) WHERE secret IS NOT NULL;

  ALTER TABLE event_inbox ADD COLUMN scheme TEXT NOT NULL DEFAULT 'iw';
`;
