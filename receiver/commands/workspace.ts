import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { createWorkspace, WORKSPACE_REFUSALS } from '../accounts/create-workspace.ts';
import { type CreatedKey, rotateKeys } from '../accounts/keys.ts';
import { configureSource } from '../accounts/sources.ts';
import { urlOf } from '../http/server.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { blobDirOf } from './assemble.ts';
import { openData } from './data-folder.ts';

const MAX_OVERLAP_HOURS = 720;
const PURGE_AT_ONCE = 500;

export type WorkspaceCommand =
  | { readonly action: 'add'; readonly id: string | undefined; readonly name: string | undefined }
  | { readonly action: 'list' }
  | { readonly action: 'show'; readonly id: string }
  | { readonly action: 'rotate'; readonly id: string; readonly source: string | null; readonly overlap: string }
  | { readonly action: 'policy'; readonly id: string; readonly source: string; readonly policy: string }
  | { readonly action: 'remove'; readonly id: string; readonly isConfirmed: boolean };

export type CommandResult = { ok: true; lines: readonly string[] } | { ok: false; message: string };

/** `workspace add|list|show|rotate|policy|remove`; may run while the receiver runs. @returns what goes to stdout, or one sentence of refusal */
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
    case 'rotate':
      return rotate(store, settings, command);
    case 'policy':
      return setPolicy(store, command);
    case 'remove':
      return remove(store, settings, command);
    default:
      return command satisfies never;
  }
}

async function show(store: Store, settings: Settings, id: string): Promise<CommandResult> {
  const [newest] = await store.findLiveKeys(id, null, Date.now());
  if (!newest) return noWorkspace(id);
  return { ok: true, lines: [connectionString(settings, id, newest.secret)] };
}

function connectionString(settings: Settings, workspaceId: string, secret: string): string {
  const endpoint = settings.publicUrl ?? urlOf(settings.host, settings.port);
  return formatConnectionString({ endpoint, workspaceId, secret });
}

type Rotation = Extract<WorkspaceCommand, { action: 'rotate' }>;
const ROTATION_REFUSALS: Record<Exclude<Extract<CreatedKey, { ok: false }>['reason'], 'no_workspace'>, string> = {
  invalid_name: 'The name of the key must be 1 to 100 characters.',
  invalid_source: 'A source is lower-case letters, digits, _ and -.',
  invalid_secret: 'The secret is too short.',
  secret_taken: 'This secret was used before.',
};

async function rotate(store: Store, settings: Settings, { id, source, overlap }: Rotation): Promise<CommandResult> {
  if (!(await store.findWorkspace(id))) return noWorkspace(id);
  const isHours = /^\d{1,3}$/.test(overlap) && Number(overlap) <= MAX_OVERLAP_HOURS;
  if (!isHours) return { ok: false, message: `--overlap is a whole number of hours, 0 to ${MAX_OVERLAP_HOURS}.` };
  const wanted = { workspaceId: id, name: 'rotated', source, overlapHours: Number(overlap) };
  const rotated = await rotateKeys(store, wanted, Date.now());
  // A connection string would promise that it is good for every source.
  if (rotated.ok) {
    const line = source === null ? connectionString(settings, id, rotated.secret) : rotated.secret;
    return { ok: true, lines: [line] };
  }
  return rotated.reason === 'no_workspace'
    ? noWorkspace(id)
    : { ok: false, message: ROTATION_REFUSALS[rotated.reason] };
}

type PolicySetting = Extract<WorkspaceCommand, { action: 'policy' }>;

/** Setting a policy also forgets that the source was pinned to `strict`. */
async function setPolicy(store: Store, { id, source, policy }: PolicySetting): Promise<CommandResult> {
  if (policy !== 'compat' && policy !== 'strict') return { ok: false, message: 'A policy is compat or strict.' };
  if (!(await store.findWorkspace(id))) return noWorkspace(id);
  const set = await configureSource(store, { workspaceId: id, source }, { policy });
  if (set.ok) return { ok: true, lines: [`${source}\t${policy}`] };
  return { ok: false, message: `The source ${JSON.stringify(source)} cannot be set (${set.reason}).` };
}

type Removal = Extract<WorkspaceCommand, { action: 'remove' }>;

async function remove(store: Store, settings: Settings, { id, isConfirmed }: Removal): Promise<CommandResult> {
  const workspace = await store.findWorkspace(id);
  if (!workspace) return noWorkspace(id);
  if (!isConfirmed) {
    const message = `This takes away all events, conversations, files, webhooks and keys of ${id} (${workspace.name}) for good; the notes in the vault stay. Add --yes to do it.`;
    return { ok: false, message };
  }
  await store.removeWorkspace(id, Date.now());
  // Piece by piece, so that a receiver that runs gets its turn.
  while ((await store.purgeWorkspaces(PURGE_AT_ONCE)) > 0);
  rmSync(join(blobDirOf(settings), id), { recursive: true, force: true });
  return { ok: true, lines: [`${id} is removed`] };
}

function noWorkspace(id: string): CommandResult {
  return { ok: false, message: `There is no workspace ${JSON.stringify(id)}; see workspace list.` };
}
