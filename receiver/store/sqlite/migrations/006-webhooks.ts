/** Outgoing webhooks: subscriptions, deliveries, and a log of attempts. */
export const WEBHOOKS = `
  CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    webhook_id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    event_types TEXT NOT NULL,
    description TEXT NOT NULL,
    timeout_ms INTEGER NOT NULL,
    rate_per_minute INTEGER NOT NULL,
    headers TEXT NOT NULL,
    fields TEXT,
    is_ordered INTEGER NOT NULL,
    is_active INTEGER NOT NULL,
    secret TEXT NOT NULL,
    previous_secret TEXT,
    previous_until INTEGER,
    disabled_at INTEGER,
    disabled_reason TEXT,
    failing_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- The earliest due_at of its deliveries, so that a claim asks each webhook for its share and a long queue of one hides no other.
    next_due_at INTEGER
  ) STRICT;
  CREATE INDEX webhooks_by_workspace ON webhooks (workspace_id, id);
  CREATE INDEX webhooks_due ON webhooks (next_due_at) WHERE next_due_at IS NOT NULL;

  CREATE TABLE webhook_fan_out (one INTEGER PRIMARY KEY CHECK (one = 1), cursor INTEGER NOT NULL) STRICT;
  INSERT INTO webhook_fan_out (one, cursor) VALUES (1, 0);

  -- due_at is NULL for what is finished, and for what waits behind another of its subject.
  CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook INTEGER NOT NULL REFERENCES webhooks (id),
    workspace_id TEXT NOT NULL,
    outbox_id INTEGER,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    subject TEXT,
    -- Of an event that stands in no outbox.
    body TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'exhausted', 'skipped_disabled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    due_at INTEGER,
    lease_token TEXT,
    last_status INTEGER,
    last_error TEXT,
    -- 2 for 200 to 299; 0 for no answer; NULL before the first attempt.
    last_class INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (webhook, outbox_id) WHERE outbox_id IS NOT NULL;
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (id) WHERE lease_token IS NOT NULL;
  CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (webhook, subject, id)
    WHERE subject IS NOT NULL AND state IN ('pending', 'failed');
  CREATE INDEX webhook_deliveries_by_workspace ON webhook_deliveries (workspace_id, id);
  CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (workspace_id, state, id);
  CREATE INDEX webhook_deliveries_by_type ON webhook_deliveries (workspace_id, event_type, id);
  CREATE INDEX webhook_deliveries_by_class ON webhook_deliveries (workspace_id, last_class, id);
  CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, id);
  CREATE INDEX webhook_deliveries_by_webhook_state ON webhook_deliveries (webhook, state, id);

  CREATE TABLE webhook_attempts (
    id INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL,
    at INTEGER NOT NULL,
    url TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    status_code INTEGER,
    error TEXT,
    duration_ms INTEGER NOT NULL,
    response TEXT NOT NULL
  ) STRICT;
  CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery, id);
`;
