import type { DisabledReason, Webhook, WebhookStore, WebhookUpdate } from '../webhook-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';

export function createWebhookStore({ tables, run }: MemoryContext): WebhookStore {
  return {
    createWebhook: (webhook) =>
      run(() => {
        const { isActive, createdAt } = webhook;
        const off = isActive ? NOT_DISABLED : { disabledAt: createdAt, disabledReason: 'by_hand' as const };
        const keys = { previousSecret: null, encryptionKey: null };
        const created: Webhook = { ...webhook, ...off, ...NO_FAILURES, ...keys, updatedAt: createdAt };
        tables.webhooks.set(webhook.id, created);
        // Never one less: the place of one that is gone is nobody else's.
        tables.webhookPlaces.set(webhook.id, tables.webhookPlaces.size + 1);
        return created;
      }),
    findWebhook: (workspaceId, id) => run(() => findWebhook(tables, workspaceId, id)),
    listWebhooks: ({ workspaceId, active, limit, offset = 0, before = Number.MAX_SAFE_INTEGER }) =>
      run(() => {
        const placeOf = ({ id }: Webhook) => tables.webhookPlaces.get(id) ?? 0;
        const all = [...tables.webhooks.values()]
          .filter((webhook) => webhook.workspaceId === workspaceId && (active ?? webhook.isActive) === webhook.isActive)
          .toReversed();
        const rest = all.filter((webhook) => placeOf(webhook) < before).slice(offset);
        const items = rest.slice(0, limit);
        const last = items.at(-1);
        return { items, total: all.length, next: last && rest.length > limit ? placeOf(last) : null };
      }),
    updateWebhook: (change) => run(() => update(tables, change)),
    deleteWebhook: (workspaceId, id) =>
      run(() => {
        if (!findWebhook(tables, workspaceId, id)) return false;
        for (const row of tables.deliveries.values()) if (row.webhookId === id) tables.deliveries.delete(row.id);
        return tables.webhooks.delete(id);
      }),
    rotateWebhookSecret: ({ workspaceId, id, secret, overlapUntil, now }) =>
      run(() => {
        const webhook = findWebhook(tables, workspaceId, id);
        if (!webhook) return null;
        const previousSecret = { secret: webhook.secret, until: overlapUntil };
        return change(tables, webhook, { secret, previousSecret, updatedAt: now });
      }),
    setWebhookEncryptionKey: ({ workspaceId, id, key, now }) =>
      run(() => {
        const webhook = findWebhook(tables, workspaceId, id);
        return webhook && change(tables, webhook, { encryptionKey: key, updatedAt: now });
      }),
    webhookTargets: () =>
      run(() =>
        [...tables.webhooks.values()].map(({ id, workspaceId, eventTypes, fields }) => ({
          id,
          workspaceId,
          eventTypes,
          fields,
        })),
      ),
  };
}

const NOT_DISABLED = { disabledAt: null, disabledReason: null };
const NO_FAILURES = { failingSince: null, failures: 0 };

function findWebhook({ webhooks }: MemoryTables, workspaceId: string, id: string): Webhook | null {
  const webhook = webhooks.get(id);
  return webhook?.workspaceId === workspaceId ? webhook : null;
}

export function change(tables: MemoryTables, webhook: Webhook, changes: Partial<Webhook>): Webhook {
  const changed = { ...webhook, ...changes };
  tables.webhooks.set(webhook.id, changed);
  return changed;
}

function update(tables: MemoryTables, { workspaceId, id, settings, active, now }: WebhookUpdate): Webhook | null {
  const found = findWebhook(tables, workspaceId, id);
  if (!found) return null;
  const webhook = change(tables, found, { ...settings, updatedAt: now });
  if (settings.isOrdered === false) {
    for (const row of tables.deliveries.values()) {
      const isBehind = row.webhookId === id && row.dueAt === null && ['pending', 'failed'].includes(row.state);
      if (isBehind) row.dueAt = now;
    }
  }
  if (active === false && webhook.isActive) disable(tables, webhook, { reason: 'by_hand', now });
  if (active === true && !webhook.isActive)
    change(tables, webhook, { isActive: true, ...NOT_DISABLED, ...NO_FAILURES });
  return findWebhook(tables, workspaceId, id);
}

export function disable(
  tables: MemoryTables,
  webhook: Webhook,
  { reason, now }: { reason: DisabledReason; now: number },
): void {
  const off = { isActive: false, disabledAt: now, disabledReason: reason, updatedAt: now };
  change(tables, webhook, { ...off, ...NO_FAILURES });
  for (const row of tables.deliveries.values()) {
    if (row.webhookId !== webhook.id || !['pending', 'failed'].includes(row.state)) continue;
    Object.assign(row, { state: 'skipped_disabled', dueAt: null, token: null });
  }
}
