import type { RetentionStore } from '../retention-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const FORGET_INBOX = `
  UPDATE event_inbox SET body = NULL, headers = '{}' WHERE id IN (
    SELECT id FROM event_inbox
    WHERE workspace_id = $workspaceId AND received_at < $before AND body IS NOT NULL AND state = 'done'
      AND lease_token IS NULL
    ORDER BY received_at LIMIT $limit)`;

// Older than anything that became no delivery or run yet, or that is still to be sent or answered.
const FORGET_OUTBOX = `
  UPDATE event_outbox SET envelope = json_set(envelope, '$.data', json('{}')), inbox_id = NULL, is_emptied = 1 WHERE id IN (
    SELECT id FROM event_outbox
    WHERE workspace_id = $workspaceId AND created_at < $before AND is_emptied = 0
      AND id <= (SELECT cursor FROM webhook_fan_out)
      AND id < (SELECT coalesce(min(outbox_id), 9223372036854775807) FROM webhook_deliveries
        WHERE workspace_id = $workspaceId AND state IN ('pending', 'failed'))
      AND id <= (SELECT coalesce(min(cursor), 9223372036854775807) FROM agents
        WHERE workspace_id = $workspaceId AND is_active = 1)
      AND id < (SELECT coalesce(min(outbox_id), 9223372036854775807) FROM agent_runs
        WHERE workspace_id = $workspaceId AND due_at IS NOT NULL)
    ORDER BY created_at LIMIT $limit)`;

export function createRetentionStore({ database, run }: SqliteContext): RetentionStore {
  const inbox = database.prepare(FORGET_INBOX);
  const outbox = database.prepare(FORGET_OUTBOX);
  return {
    forgetContent: (query) =>
      run(() => inTransaction(database, () => Number(inbox.run(query).changes) + Number(outbox.run(query).changes))),
  };
}
