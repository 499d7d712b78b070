import type { Settings } from '../settings.ts';
import type { KeySummary } from '../store/key-store.ts';
import type { Store } from '../store/store.ts';
import { openData } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

/** `id`: the device to revoke; without it they are listed. */
export interface DevicesCommand {
  readonly id: string | undefined;
}

/** `devices` and `devices revoke ID`; may run while the receiver runs, which knows at once. */
export async function runDevicesCommand(settings: Settings, { id }: DevicesCommand): Promise<CommandResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  const { store } = opened;
  try {
    const devices = await listDevices(store);
    if (id === undefined) return { ok: true, lines: devices.map(describeDevice) };
    const device = devices.find((one) => one.id === id && one.revokedAt === null);
    if (!device) return { ok: false, message: `No device ${JSON.stringify(id)} has a key; see devices.` };
    await store.revokeKey({ workspaceId: device.workspaceId, id, now: Date.now() });
    return { ok: true, lines: [`${device.name} is cut off.`] };
  } finally {
    await store.close();
  }
}

async function listDevices(store: Store): Promise<KeySummary[]> {
  const workspaces = await store.listWorkspaces();
  const keys = await Promise.all(workspaces.map(({ id }) => store.listKeys(id)));
  return keys.flat().filter(({ kind }) => kind === 'device');
}

function describeDevice({ id, workspaceId, name, createdAt, lastUsedAt, revokedAt }: KeySummary): string {
  const used = lastUsedAt === null ? 'never used' : `last used ${new Date(lastUsedAt).toISOString()}`;
  const state = revokedAt === null ? used : `revoked ${new Date(revokedAt).toISOString()}`;
  return [id, workspaceId, name, `paired ${new Date(createdAt).toISOString()}`, state].join('\t');
}
