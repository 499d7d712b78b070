import { generateSecret } from '../../lib/protocol/secret.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { Source } from '../store/source-store.ts';
import { type HmacKeys, toHmacKeys } from '../verification/hmac-keys.ts';

const MAX_DECODED = 1000;

export interface FoundKeys {
  /** Those that a request may be signed with. */
  readonly live: readonly HmacKeys[];
  /**
   * Keys that nobody has, as many as make up for the keys that this workspace has fewer than others, or all when there is no
   * such workspace. A request that fails is tried with them as well: its time tells nothing about the workspace.
   */
  readonly fillers: readonly HmacKeys[];
}

/** Finds the keys that a workspace's requests may be signed with. Decoded keys are kept; which are live is asked each time. */
export class KeyRing {
  readonly #store: KeyStore;
  readonly #decoded = new Map<string, HmacKeys | null>();
  readonly #filler = toHmacKeys(null, generateSecret()) as HmacKeys; // what is generated is a key
  #widest = 1;

  constructor(store: KeyStore) {
    this.#store = store;
  }

  /** @param source `null` while it is not known: then only keys of the whole workspace are found */
  async find(workspaceId: string, source: string | null, now: number): Promise<FoundKeys> {
    return this.#fill(await this.#findLive(workspaceId, source, now));
  }

  /** The same for a source that may have a secret which its sender issued. @param source `null` when nothing is known of it */
  async findOfSource(
    { workspaceId, source }: { workspaceId: string; source: string },
    known: Source | null,
    now: number,
  ): Promise<FoundKeys> {
    const live = await this.#findLive(workspaceId, source, now);
    const isOurs = known?.scheme === 'iw' || known?.scheme === 'standard';
    const own = isOurs && known.secret !== null ? toHmacKeys(null, known.secret) : null;
    return this.#fill(own ? [...live, own] : live);
  }

  async #findLive(workspaceId: string, source: string | null, now: number): Promise<HmacKeys[]> {
    const rows = await this.#store.findLiveKeys(workspaceId, source, now);
    return rows.map(({ id, secret }) => this.#decode(id, secret)).filter((keys) => keys !== null);
  }

  #fill(live: readonly HmacKeys[]): FoundKeys {
    this.#widest = Math.max(this.#widest, live.length);
    return { live, fillers: Array<HmacKeys>(this.#widest - live.length).fill(this.#filler) };
  }

  #decode(id: string, secret: string): HmacKeys | null {
    const known = this.#decoded.get(id);
    if (known !== undefined) return known;
    if (this.#decoded.size >= MAX_DECODED) this.#decoded.clear();
    const keys = toHmacKeys(id, secret);
    this.#decoded.set(id, keys);
    return keys;
  }
}
