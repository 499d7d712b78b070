export const INBOX_AND_CONVERSATIONS = `
  CREATE TABLE workspaces (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE workspace_secrets (
    id INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    secret TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
  ) STRICT;
  CREATE INDEX workspace_secrets_by_workspace ON workspace_secrets (workspace_id);

  CREATE TABLE sources (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    source TEXT NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('compat', 'strict')),
    pinned_at INTEGER,
    PRIMARY KEY (workspace_id, source)
  ) STRICT, WITHOUT ROWID;

  -- A row is also the tombstone of its event: retention may empty body and headers, the row stays for the life of the key.
  CREATE TABLE event_inbox (
    id INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    source TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    event_type TEXT NOT NULL,
    event_id TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    source_identifier TEXT,
    verified TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body_digest BLOB NOT NULL,
    body BLOB,
    headers TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    due_at INTEGER,
    lease_token TEXT
  ) STRICT;
  CREATE UNIQUE INDEX event_inbox_by_event ON event_inbox (workspace_id, source, event_id);
  CREATE INDEX event_inbox_by_digest ON event_inbox (workspace_id, body_digest);
  -- A key that equals its event's id is found through the unique index above.
  CREATE INDEX event_inbox_by_key ON event_inbox (workspace_id, source, dedupe_key) WHERE dedupe_key <> event_id;
  CREATE INDEX event_inbox_due ON event_inbox (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX event_inbox_parked ON event_inbox (id) WHERE state = 'parked';

  CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    source TEXT NOT NULL,
    session_id TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    labels TEXT NOT NULL,
    links TEXT NOT NULL,
    models TEXT NOT NULL,
    message_count INTEGER NOT NULL,
    completeness TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    fields_at INTEGER NOT NULL,
    branch_at INTEGER,
    open_captures TEXT NOT NULL,
    revision INTEGER NOT NULL,
    note_path TEXT,
    note_due_at INTEGER,
    note_attempts INTEGER NOT NULL DEFAULT 0,
    note_error TEXT,
    UNIQUE (workspace_id, source, session_id)
  ) STRICT;
  CREATE INDEX conversations_note_due ON conversations (note_due_at) WHERE note_due_at IS NOT NULL;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (id),
    message_id TEXT NOT NULL,
    parent_id TEXT,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    reasoning TEXT,
    timestamp TEXT,
    model TEXT,
    attachments TEXT NOT NULL,
    citations TEXT NOT NULL,
    is_current INTEGER NOT NULL,
    event_at INTEGER NOT NULL,
    UNIQUE (conversation, message_id)
  ) STRICT;
`;
