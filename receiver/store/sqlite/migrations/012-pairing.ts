export const PAIRING = `
  CREATE TABLE pairing_codes (
    id INTEGER PRIMARY KEY,
    code_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    device_name TEXT,
    digest BLOB NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
`;
