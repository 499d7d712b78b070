/** What happened here, in order. AUTOINCREMENT: an id that somebody has seen is never given to another event. */
export const OUTBOX = `
  CREATE TABLE event_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    -- Derived from the workspace and the once-key, so that it says whether the event is there already.
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    subject TEXT,
    envelope TEXT NOT NULL,
    -- Whose body is data.payload.
    inbox_id INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX event_outbox_by_workspace ON event_outbox (workspace_id, id);
`;
