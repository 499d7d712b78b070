import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { createWorkspace, WORKSPACE_REFUSALS } from '../accounts/create-workspace.ts';
import { urlOf } from '../http/server.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { openData } from './data-folder.ts';

export type WorkspaceCommand =
  | { readonly action: 'add'; readonly id: string | undefined; readonly name: string | undefined }
  | { readonly action: 'list' }
  | { readonly action: 'show'; readonly id: string };

export type CommandResult = { ok: true; lines: readonly string[] } | { ok: false; message: string };

/** `workspace add|list|show`; may run while the receiver runs. @returns what goes to stdout, or one sentence of refusal */
export async function runWorkspaceCommand(settings: Settings, command: WorkspaceCommand): Promise<CommandResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  try {
    return await run(opened.store, settings, command);
  } finally {
    await opened.store.close();
  }
}

async function run(store: Store, settings: Settings, command: WorkspaceCommand): Promise<CommandResult> {
  switch (command.action) {
    case 'add': {
      const created = await createWorkspace(store, command, Date.now());
      return created.ok
        ? { ok: true, lines: [created.id] }
        : { ok: false, message: WORKSPACE_REFUSALS[created.reason] };
    }
    case 'list': {
      const workspaces = await store.listWorkspaces();
      return { ok: true, lines: workspaces.map(({ id, name }) => `${id}\t${name}`) };
    }
    case 'show':
      return show(store, settings, command.id);
    default:
      return command satisfies never;
  }
}

async function show(store: Store, settings: Settings, id: string): Promise<CommandResult> {
  const [newest] = await store.findLiveKeys(id, null, Date.now());
  if (!newest) return { ok: false, message: `There is no workspace ${JSON.stringify(id)}; see workspace list.` };
  const endpoint = settings.publicUrl ?? urlOf(settings.host, settings.port);
  return { ok: true, lines: [formatConnectionString({ endpoint, workspaceId: id, secret: newest.secret })] };
}
