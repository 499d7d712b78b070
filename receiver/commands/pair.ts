import { createPairingCode, PAIRING_MINUTES } from '../accounts/pairing.ts';
import { urlOf } from '../http/server.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { openData } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

export interface PairCommand {
  /** The only one there is when it is left out. */
  readonly workspaceId: string | undefined;
  readonly deviceName: string | undefined;
}

/** `pair`: prints a one-time code and the address to type; may run while the receiver runs. */
export async function pair(settings: Settings, command: PairCommand): Promise<CommandResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  const { store } = opened;
  try {
    const workspaceId = command.workspaceId ?? (await onlyWorkspace(store));
    if (workspaceId === null)
      return { ok: false, message: 'Say for which workspace: pair WORKSPACE; see workspace list.' };
    const made = await createPairingCode(store, { workspaceId, deviceName: command.deviceName }, Date.now());
    if (!made.ok && made.reason === 'invalid_name')
      return { ok: false, message: 'The name must have 1 to 100 characters.' };
    if (!made.ok)
      return { ok: false, message: `There is no workspace ${JSON.stringify(workspaceId)}; see workspace list.` };
    const address = settings.publicUrl ?? urlOf(settings.host, settings.port);
    const lines = [`Code:    ${made.code}   (good once, for ${PAIRING_MINUTES} minutes)`, `Address: ${address}`];
    return { ok: true, lines };
  } finally {
    await store.close();
  }
}

/** @returns `null` when there are several, or none */
async function onlyWorkspace(store: Store): Promise<string | null> {
  const [first, ...more] = await store.listWorkspaces();
  return first && more.length === 0 ? first.id : null;
}
