/** What retention has still to look at. */
export const RETENTION = `
  CREATE INDEX event_inbox_kept ON event_inbox (workspace_id, received_at) WHERE body IS NOT NULL;
  ALTER TABLE event_outbox ADD COLUMN is_emptied INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX event_outbox_kept ON event_outbox (workspace_id, created_at) WHERE is_emptied = 0;
`;
