import { createLoginLink, loginAddress } from '../accounts/sessions.ts';
import { urlOf } from '../http/server.ts';
import type { Settings } from '../settings.ts';
import { openData } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

/** `login`: the address that signs the operator in to the console, once, within the hour. May run while the receiver runs. */
export async function login(settings: Settings): Promise<CommandResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  try {
    const token = await createLoginLink(opened.store, Date.now());
    return { ok: true, lines: [loginAddress(settings.publicUrl ?? urlOf(settings.host, settings.port), token)] };
  } finally {
    await opened.store.close();
  }
}
