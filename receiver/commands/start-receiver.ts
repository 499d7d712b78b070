import { mkdirSync } from 'node:fs';
import { makeFirstAdminToken } from '../accounts/admin-token.ts';
import { createLoginLink } from '../accounts/sessions.ts';
import { createWorkspace, WORKSPACE_REFUSALS } from '../accounts/create-workspace.ts';
import { BlobFiles } from '../blobs/blob-files.ts';
import { startServer } from '../http/server.ts';
import { log } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { assemble, blobDirOf } from './assemble.ts';
import { lockData, openData } from './data-folder.ts';

interface Receiver {
  readonly url: string;
  /** The operator's token if it was made just now: nothing tells it again. */
  readonly adminToken: string | null;
  /** Of a link that signs in to the console, until somebody has. */
  readonly loginToken: string | null;
  /** Finishes what is under way and closes the store. */
  stop(): Promise<void>;
}

export type StartResult = { ok: true; receiver: Receiver } | { ok: false; message: string };

/** Starts everything in one process: database, worker, note writer, HTTP. @returns one sentence when it cannot */
export async function startReceiver(settings: Settings): Promise<StartResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  const { store } = opened;
  const unlock = lockData(settings.dataDir);
  const refuse = async (message: string): Promise<StartResult> => {
    await store.close();
    unlock?.();
    return { ok: false, message };
  };
  if (!unlock) return refuse(`Another receiver is running on ${settings.dataDir}.`);
  await store.releaseLeases(Date.now());
  await store.releaseDeliveryLeases(Date.now());
  await store.releaseRunLeases(Date.now());
  const refusal = await makeFirstWorkspace(store, settings);
  if (refusal) return refuse(refusal);
  try {
    const receiver = await run(store, settings);
    const adminToken = settings.adminToken === null ? await makeFirstAdminToken(store, Date.now()) : null;
    const loginToken = (await store.findOperator()) ? null : await createLoginLink(store, Date.now());
    return { ok: true, receiver: { ...receiver, adminToken, loginToken, stop: () => receiver.stop().then(unlock) } };
  } catch (error) {
    return refuse(describeListenError(error, settings));
  }
}

async function run(store: Store, settings: Settings): Promise<Omit<Receiver, 'adminToken' | 'loginToken'>> {
  makeVaultFolder(settings.vaultDir);
  await new BlobFiles(blobDirOf(settings)).clean();
  const assembly = assemble(store, settings, Date.now);
  const server = await startServer(assembly.app, settings);
  assembly.wake();
  const stop = async () => {
    assembly.turnAway();
    await server.close();
    await assembly.close();
  };
  return { url: server.url, stop };
}

/** @returns one sentence when the workspace that was asked for cannot be made */
async function makeFirstWorkspace(store: Store, { firstWorkspace }: Settings): Promise<string | null> {
  if ((await store.listWorkspaces()).length > 0) return null;
  const created = await createWorkspace(store, firstWorkspace ?? {}, Date.now());
  if (!created.ok) return WORKSPACE_REFUSALS[created.reason];
  log.info('workspace_created', {
    workspace: created.id,
    message: `To get its connection string run: npm run receiver -- workspace show ${created.id}`,
  });
  return null;
}

/** A vault that cannot be made is no reason not to start: events are accepted, and the notes wait. */
function makeVaultFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    log.warn('vault_unusable', { reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
  }
}

function describeListenError(error: unknown, { host, port }: Settings): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use. Choose another with --port or BRAINPOST_PORT.`;
  if (code === 'EACCES')
    return `Port ${port} may not be used by this user. Choose another with --port or BRAINPOST_PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Check BRAINPOST_HOST.`;
  throw error;
}
