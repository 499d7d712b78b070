import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importSigningKeys, type SigningKeys } from '../../lib/protocol/secret.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { openData } from './data-folder.ts';

/** Where the keys of each workspace come from, looked up once. */
export class SendKeys {
  private readonly found = new Map<string, Promise<SigningKeys | null>>();
  private readonly settings: Settings;
  private readonly isOutside: boolean;
  private readonly store: Store | null;

  private constructor(settings: Settings, isOutside: boolean, store: Store | null) {
    this.settings = settings;
    this.isOutside = isOutside;
    this.store = store;
  }

  /**
   * @param isOutside for another endpoint than this folder's receiver: then what the environment says comes first
   * @returns one sentence when the database cannot be read
   */
  static open(settings: Settings, isOutside: boolean): { ok: true; keys: SendKeys } | { ok: false; message: string } {
    // Sending must not make a database where there was none.
    if (!existsSync(join(settings.dataDir, 'brainpost.db')))
      return { ok: true, keys: new SendKeys(settings, isOutside, null) };
    const opened = openData(settings.dataDir);
    return opened.ok ? { ok: true, keys: new SendKeys(settings, isOutside, opened.store) } : opened;
  }

  /** @returns `null` when the secret of this workspace is not known here */
  of(workspaceId: string): Promise<SigningKeys | null> {
    const known = this.found.get(workspaceId) ?? this.load(workspaceId);
    this.found.set(workspaceId, known);
    return known;
  }

  async close(): Promise<void> {
    await this.store?.close();
  }

  private async load(workspaceId: string): Promise<SigningKeys | null> {
    const { firstWorkspace } = this.settings;
    const named = firstWorkspace?.id === workspaceId ? firstWorkspace.secret : null;
    const stored = (await this.store?.findLiveKeys(workspaceId, null, Date.now()))?.[0]?.secret ?? null;
    const secret = this.isOutside ? (named ?? stored) : (stored ?? named);
    return secret === null ? null : importSigningKeys(secret);
  }
}
