import { storage } from 'wxt/utils/storage';
import { z } from 'zod';
import { WORKSPACE_ID } from '../protocol/workspace-id.ts';

/** Where events go. The secret is not part of it: it lives as non-extractable keys in `signing-keys.ts`. */
export const connectionSettingsSchema = z.object({
  endpoint: z.url(),
  workspaceId: z.string().regex(WORKSPACE_ID),
});

export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

const item = storage.defineItem<unknown>('local:connection');

export async function loadConnection(): Promise<ConnectionSettings | null> {
  const stored = await item.getValue();
  return stored === null ? null : connectionSettingsSchema.parse(stored);
}

export async function storeConnection(connection: ConnectionSettings): Promise<void> {
  await item.setValue(connection);
}
